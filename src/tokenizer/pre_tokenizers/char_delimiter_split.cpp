// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/char_delimiter_split.hpp"

#include "tokenizer/json_view.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

class CharDelimiterSplit final : public PreTokenizer {
 public:
  explicit CharDelimiterSplit(char32_t delimiter) : delimiter_(delimiter) {}
  void pre_tokenize(PreTokenizedString& text) const override {
    text.split_at_chars([this](char32_t c) { return c == delimiter_; }, SplitBehavior::removed);
  }

 private:
  char32_t delimiter_;
};

}  // namespace

std::unique_ptr<PreTokenizer> make_char_delimiter_split(const JsonView& json) {
  return std::make_unique<CharDelimiterSplit>(json.at("delimiter").as_char());
}

}  // namespace penstock::pre_tokenizers
