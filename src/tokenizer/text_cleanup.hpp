// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace penstock {

// transformers' clean_up_tokenization: takes back the spaces that English tokens were joined with.
void clean_up_tokenization(std::string& text);

// CLIPTokenizerFast's decoding: "</w>" becomes a space, white space at both ends goes.
void replace_end_of_word(std::string& text);

}  // namespace penstock
