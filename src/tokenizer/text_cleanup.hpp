// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace penstock {

// transformers' clean_up_tokenization: takes back the spaces that English tokens were joined with.
void clean_up_tokenization(std::string& text);

// CLIPTokenizerFast's decoding: each end of a word becomes a space, white space at both ends goes.
void replace_end_of_word(std::string& text, std::string_view suffix);

// WhisperTokenizerFast's decoding: time stamps such as <|1.08|> go.
void remove_timestamps(std::string& text);

}  // namespace penstock
