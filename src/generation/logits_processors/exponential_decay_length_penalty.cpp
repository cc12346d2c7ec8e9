// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/exponential_decay_length_penalty.hpp"

#include <algorithm>
#include <cmath>
#include <penstock/error.hpp>
#include <string>
#include <vector>

namespace penstock {
namespace {

constexpr std::int64_t kFar = std::int64_t{1} << 62;  // beyond any text, and sums do not overflow

class ExponentialDecayProcessor final : public RowLogitsProcessor {
 public:
  ExponentialDecayProcessor(std::int64_t start, double factor, std::span<const std::int64_t> eos)
      : start_(start), factor_(factor), eos_(eos.begin(), eos.end()) {
    // An id that stands there twice is raised once.
    std::sort(eos_.begin(), eos_.end());
    eos_.erase(std::unique(eos_.begin(), eos_.end()), eos_.end());
  }

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> ids,
                 std::span<float> scores) override {
    const auto past = static_cast<std::int64_t>(ids.size()) - start_;
    if (past <= 0) return;
    const auto growth = static_cast<float>(std::pow(factor_, static_cast<double>(past)) - 1);
    for (const std::int64_t id : eos_) {
      if (static_cast<std::size_t>(id) >= scores.size()) {
        throw Error(ErrorCode::invalid_argument,
                    "`exponential_decay_length_penalty` raises `eos_token_id` " +
                        std::to_string(id) + ", but the model has " +
                        std::to_string(scores.size()) + " tokens.");
      }
      float& score = scores[static_cast<std::size_t>(id)];
      score += std::abs(score) * growth;
    }
  }

  std::int64_t start_;  // length of a row after which it begins
  double factor_;
  std::vector<std::int64_t> eos_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_exponential_decay_length_penalty(
    const ProcessorContext& context) {
  const auto& penalty = context.config->exponential_decay_length_penalty;
  if (!penalty) return nullptr;
  const auto eos = context.eos();
  if (eos.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "`exponential_decay_length_penalty` needs an `eos_token_id`, but there is none.");
  }
  for (const std::int64_t id : eos) {
    if (id < 0) {
      throw Error(
          ErrorCode::invalid_argument,
          "`eos_token_id` has to be a list of positive integers, but holds a negative one.");
    }
  }
  const auto prompt = static_cast<std::int64_t>(context.prompt_length);
  const std::int64_t start = std::clamp(penalty->first, -kFar, kFar) + prompt;
  return std::make_unique<ExponentialDecayProcessor>(start, penalty->second, eos);
}

}  // namespace penstock
