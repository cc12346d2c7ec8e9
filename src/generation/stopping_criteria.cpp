// SPDX-License-Identifier: Apache-2.0
#include "generation/stopping_criteria.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>

namespace penstock {
namespace {

constexpr const char* kNoTokenizer =
    "There are one or more stop strings, either in the arguments to `generate` or in the model's "
    "generation config, but we could not locate a tokenizer. When generating with stop strings, "
    "you "
    "must pass the model's tokenizer to the `tokenizer` argument of `generate`.";

}  // namespace

StoppingCriteria::StoppingCriteria(const GenerationConfig& config, const GenerationInput& input,
                                   const GenerationHooks& hooks)
    : max_length_(static_cast<std::size_t>(*config.max_length)),
      max_time_(config.max_time),
      begin_(std::chrono::steady_clock::now()),
      hooks_(hooks) {
  if (config.eos_token_id) eos_ = *config.eos_token_id;
  if (!config.stop_strings) return;
  const TokenTexts* texts = input.token_texts;
  if (texts == nullptr) {
    if (input.tokenizer == nullptr) throw Error(ErrorCode::invalid_argument, kNoTokenizer);
    own_texts_ = std::make_unique<const TokenTexts>(*input.tokenizer);
    texts = own_texts_.get();
  }
  stop_strings_.emplace(*config.stop_strings, *texts);
}

void StoppingCriteria::begin_step() {
  if (!max_time_) return;
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin_;
  time_is_up_ = passed.count() > *max_time_;
}

std::optional<FinishReason> StoppingCriteria::check(std::size_t row,
                                                    std::span<const std::int64_t> ids) const {
  if (std::find(eos_.begin(), eos_.end(), ids.back()) != eos_.end()) return FinishReason::eos;
  if (stop_strings_ && stop_strings_->matches(ids)) return FinishReason::stop;
  if (hooks_.stopping_criterion && hooks_.stopping_criterion(row, ids)) return FinishReason::stop;
  if (ids.size() >= max_length_) return FinishReason::length;
  if (time_is_up_) return FinishReason::time;
  return std::nullopt;
}

}  // namespace penstock
