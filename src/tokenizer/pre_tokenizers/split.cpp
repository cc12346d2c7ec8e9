// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/split.hpp"

#include <utility>

#include "tokenizer/json_view.hpp"
#include "tokenizer/pattern.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

class Split final : public PreTokenizer {
 public:
  Split(LazyRegex pattern, SplitBehavior behavior, bool invert)
      : pattern_(std::move(pattern)), behavior_(behavior), invert_(invert) {}

  void pre_tokenize(PreTokenizedString& text) const override {
    text.split([&](const NormalizedString& piece, PieceSink& sink) {
      std::vector<MatchSpan>& spans = text.spans();
      find_spans(pattern_.get(), piece.text(), spans);
      if (invert_) {
        for (MatchSpan& span : spans) span.is_match = !span.is_match;
      }
      apply_split_behavior(behavior_, spans);
      sink.push_parts(piece, spans);
    });
  }
  [[nodiscard]] std::optional<kernels::ScanPlan> scan_plan() const override {
    if (pattern_.pattern() == " " && !invert_) {
      return kernels::ScanPlan{.kind = kernels::ScanPlan::Kind::spaces};
    }
    // Matches and what lies between them become pieces alike, so that inversion changes nothing.
    if (behavior_ != SplitBehavior::isolated || pattern_.is_literal()) return std::nullopt;
    return kernels::plan_of_pattern(pattern_.pattern());
  }

 private:
  LazyRegex pattern_;
  SplitBehavior behavior_;
  bool invert_;
};

}  // namespace

std::unique_ptr<PreTokenizer> make_split(const JsonView& json) {
  return std::make_unique<Split>(LazyRegex::from_json(json.at("pattern")),
                                 split_behavior_from_json(json.at("behavior")),
                                 json.at("invert").as_bool());
}

}  // namespace penstock::pre_tokenizers
