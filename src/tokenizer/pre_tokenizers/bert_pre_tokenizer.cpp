// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/bert_pre_tokenizer.hpp"

#include "core/unicode.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

class BertPreTokenizer final : public PreTokenizer {
 public:
  void pre_tokenize(PreTokenizedString& text) const override {
    text.split_at_chars(unicode::is_whitespace, SplitBehavior::removed);
    text.split_at_chars(unicode::is_punctuation_bert, SplitBehavior::isolated);
  }
  [[nodiscard]] std::optional<kernels::ScanPlan> scan_plan() const override {
    return kernels::ScanPlan{.kind = kernels::ScanPlan::Kind::bert};
  }
};

}  // namespace

std::unique_ptr<PreTokenizer> make_bert_pre_tokenizer(const JsonView&) {
  return std::make_unique<BertPreTokenizer>();
}

}  // namespace penstock::pre_tokenizers
