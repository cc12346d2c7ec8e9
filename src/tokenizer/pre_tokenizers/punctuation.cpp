// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/punctuation.hpp"

#include "core/unicode.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

class Punctuation final : public PreTokenizer {
 public:
  explicit Punctuation(SplitBehavior behavior) : behavior_(behavior) {}
  void pre_tokenize(PreTokenizedString& text) const override {
    text.split_at_chars(unicode::is_punctuation_bert, behavior_);
  }

 private:
  SplitBehavior behavior_;
};

}  // namespace

std::unique_ptr<PreTokenizer> make_punctuation(const JsonView& json) {
  const auto behavior = json.find("behavior");
  return std::make_unique<Punctuation>(behavior ? split_behavior_from_json(*behavior)
                                                : SplitBehavior::isolated);
}

}  // namespace penstock::pre_tokenizers
