// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/digits.hpp"

#include "core/unicode.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

class Digits final : public PreTokenizer {
 public:
  explicit Digits(bool individual)
      : behavior_(individual ? SplitBehavior::isolated : SplitBehavior::contiguous) {}
  void pre_tokenize(PreTokenizedString& text) const override {
    text.split_at_chars(unicode::is_numeric_rust, behavior_);
  }
  [[nodiscard]] std::optional<kernels::ScanPlan> scan_plan() const override {
    if (behavior_ != SplitBehavior::isolated) return std::nullopt;
    return kernels::ScanPlan{.kind = kernels::ScanPlan::Kind::digits};
  }

 private:
  SplitBehavior behavior_;
};

}  // namespace

std::unique_ptr<PreTokenizer> make_digits(const JsonView& json) {
  return std::make_unique<Digits>(json.at("individual_digits").as_bool());
}

}  // namespace penstock::pre_tokenizers
