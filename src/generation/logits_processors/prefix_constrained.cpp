// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/prefix_constrained.hpp"

#include <penstock/error.hpp>
#include <string>
#include <vector>

namespace penstock {
namespace {

class PrefixConstrainedProcessor final : public RowLogitsProcessor {
 public:
  PrefixConstrainedProcessor(const PrefixAllowedTokens& allowed, std::size_t rows_per_input)
      : allowed_(allowed), rows_per_input_(rows_per_input) {}

 private:
  void apply_row(std::size_t row, std::span<const std::int64_t> ids,
                 std::span<float> scores) override {
    const std::size_t input = row / rows_per_input_;
    const std::vector<std::int64_t> allowed = allowed_(input, ids);
    if (allowed.empty()) {
      throw Error(ErrorCode::invalid_argument,
                  "`prefix_allowed_tokens_fn` returned an empty list for batch ID " +
                      std::to_string(input) +
                      ".This means that the constraint is unsatisfiable. Please check your "
                      "implementationof `prefix_allowed_tokens_fn` ");
    }
    keep_.assign(scores.size(), false);
    for (const std::int64_t id : allowed) {
      if (id >= 0 && static_cast<std::size_t>(id) < keep_.size()) {
        keep_[static_cast<std::size_t>(id)] = true;
      }
    }
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (!keep_[i]) scores[i] = kForbidden;
    }
  }

  const PrefixAllowedTokens& allowed_;
  std::size_t rows_per_input_;
  std::vector<bool> keep_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_prefix_constrained(const ProcessorContext& context) {
  if (!context.hooks->prefix_allowed_tokens) return nullptr;
  return std::make_unique<PrefixConstrainedProcessor>(context.hooks->prefix_allowed_tokens,
                                                      context.rows_per_input);
}

}  // namespace penstock
