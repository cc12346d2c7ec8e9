// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/sequence.hpp"

#include <utility>
#include <vector>

#include "tokenizer/components.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

using Parts = std::vector<std::unique_ptr<PreTokenizer>>;

class Sequence final : public PreTokenizer {
 public:
  explicit Sequence(Parts parts) : parts_(std::move(parts)) {}

  void pre_tokenize(PreTokenizedString& text) const override {
    for (const auto& part : parts_) part->pre_tokenize(text);
  }
  [[nodiscard]] std::optional<kernels::ScanPlan> scan_plan() const override {
    if (parts_.empty() || parts_.size() > 2) return std::nullopt;
    auto plan = parts_.front()->scan_plan();
    if (!plan || parts_.size() == 1) return plan;
    const auto second = parts_.back()->scan_plan();
    const bool only_bytes = second && second->kind == kernels::ScanPlan::Kind::byte_level;
    if (plan->to_bytes || !only_bytes) return std::nullopt;
    plan->to_bytes = true;
    return plan;
  }

 private:
  Parts parts_;
};

}  // namespace

std::unique_ptr<PreTokenizer> make_sequence(const JsonView& json) {
  Parts parts;
  for (const auto part : json.at("pretokenizers").as_array()) {
    parts.push_back(make_pre_tokenizer(JsonView(part, "pretokenizers")));
  }
  return std::make_unique<Sequence>(std::move(parts));
}

}  // namespace penstock::pre_tokenizers
