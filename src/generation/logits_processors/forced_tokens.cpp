// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/forced_tokens.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>
#include <vector>

namespace penstock {
namespace {

// Leaves no choice but `ids` when the row has `length` ids.
class ForcedTokenProcessor final : public RowLogitsProcessor {
 public:
  ForcedTokenProcessor(std::string_view key, std::size_t length, std::vector<std::int64_t> ids)
      : key_(key), length_(length), ids_(std::move(ids)) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> ids,
                 std::span<float> scores) override {
    if (ids.size() != length_) return;
    for (const std::int64_t id : ids_) {
      if (static_cast<std::size_t>(id) >= scores.size()) {
        throw Error(ErrorCode::invalid_argument,
                    "`" + std::string(key_) + "` is " + std::to_string(id) +
                        ", but the model has only " + std::to_string(scores.size()) + " tokens.");
      }
    }
    std::fill(scores.begin(), scores.end(), kForbidden);
    set_scores(scores, ids_, 0.0F);
  }

  std::string_view key_;
  std::size_t length_;
  std::vector<std::int64_t> ids_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_forced_bos_token(const ProcessorContext& context) {
  const auto& id = context.config->forced_bos_token_id;
  if (!id) return nullptr;
  return std::make_unique<ForcedTokenProcessor>("forced_bos_token_id", 1, std::vector{*id});
}

std::unique_ptr<LogitsProcessor> make_forced_eos_token(const ProcessorContext& context) {
  const auto& ids = context.config->forced_eos_token_id;
  if (!ids) return nullptr;
  if (std::any_of(ids->begin(), ids->end(), [](std::int64_t id) { return id < 0; })) {
    throw Error(ErrorCode::invalid_argument,
                "`eos_token_id` has to be a list of positive integers, but `forced_eos_token_id` "
                "holds a negative one.");
  }
  const auto length = static_cast<std::size_t>(*context.config->max_length) - 1;
  return std::make_unique<ForcedTokenProcessor>("forced_eos_token_id", length, *ids);
}

}  // namespace penstock
