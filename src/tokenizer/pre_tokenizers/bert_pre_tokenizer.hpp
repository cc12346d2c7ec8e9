// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PreTokenizer;
}  // namespace penstock

namespace penstock::pre_tokenizers {

// BertPreTokenizer: cuts at white space and around punctuation; no fields.
[[nodiscard]] std::unique_ptr<PreTokenizer> make_bert_pre_tokenizer(const JsonView& json);

}  // namespace penstock::pre_tokenizers
