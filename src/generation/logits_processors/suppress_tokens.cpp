// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/suppress_tokens.hpp"

#include <optional>

namespace penstock {
namespace {

class SuppressTokensProcessor final : public RowLogitsProcessor {
 public:
  // `only_at`: the row's length at which it acts; none: always.
  SuppressTokensProcessor(std::span<const std::int64_t> ids, std::optional<std::size_t> only_at)
      : ids_(ids), only_at_(only_at) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> ids,
                 std::span<float> scores) override {
    if (!only_at_ || ids.size() == *only_at_) set_scores(scores, ids_, kForbidden);
  }

  std::span<const std::int64_t> ids_;
  std::optional<std::size_t> only_at_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_suppress_tokens(const ProcessorContext& context) {
  const auto& ids = context.config->suppress_tokens;
  if (!ids) return nullptr;
  return std::make_unique<SuppressTokensProcessor>(*ids, std::nullopt);
}

// A forced bos token comes first where the decoder starts with one token.
std::unique_ptr<LogitsProcessor> make_suppress_tokens_at_begin(const ProcessorContext& context) {
  const auto& ids = context.config->begin_suppress_tokens;
  if (!ids) return nullptr;
  const bool bos_first = context.prompt_length <= 1 && context.config->forced_bos_token_id;
  return std::make_unique<SuppressTokensProcessor>(*ids,
                                                   context.prompt_length + (bos_first ? 1 : 0));
}

}  // namespace penstock
