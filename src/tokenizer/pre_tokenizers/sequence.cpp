// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/sequence.hpp"

#include <array>
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
    if (parts_.empty()) return std::nullopt;
    auto plan = parts_.front()->scan_plan();
    if (parts_.size() == 1) return plan;
    using Kind = kernels::ScanPlan::Kind;
    const auto last = parts_.back()->scan_plan();
    if (!last || !last->to_bytes || last->blank_in_front) return std::nullopt;
    const bool digits = plan && plan->kind == Kind::digits;
    if (last->kind == Kind::gpt2 && !last->digits_apart) return words_plan(*last, digits);
    if (last->kind != Kind::byte_level) return std::nullopt;
    if (is_deepseek()) return kernels::ScanPlan{Kind::deepseek, true, 3};
    const bool marks = plan && (plan->kind == Kind::marks || plan->kind == Kind::spaces);
    if (!plan || marks || digits || plan->to_bytes || plan->is_deepseek_part() ||
        parts_.size() > 2) {
      return kernels::ScanPlan{.kind = Kind::pieces, .to_bytes = true, .before = this};
    }
    plan->to_bytes = true;
    return plan;
  }
  void pre_tokenize_before_bytes(PreTokenizedString& text) const override {
    for (std::size_t i = 0; i + 1 < parts_.size(); ++i) parts_[i]->pre_tokenize(text);
  }

 private:
  // ByteLevel cuts words at the end.
  [[nodiscard]] kernels::ScanPlan words_plan(kernels::ScanPlan words, bool behind_digits) const {
    if (behind_digits && parts_.size() == 2) {
      words.digits_apart = true;
      return words;
    }
    using Kind = kernels::ScanPlan::Kind;
    return {.kind = Kind::pieces, .to_bytes = true, .before = this, .words_in_pieces = true};
  }

  // The last part is known to be ByteLevel.
  [[nodiscard]] bool is_deepseek() const {
    using Kind = kernels::ScanPlan::Kind;
    constexpr std::array kKinds = {Kind::deepseek_numbers, Kind::deepseek_east,
                                   Kind::deepseek_words};
    if (parts_.size() != kKinds.size() + 1) return false;
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
      const auto plan = parts_[i]->scan_plan();
      if (!plan || plan->kind != kKinds[i]) return false;
    }
    return true;
  }

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
