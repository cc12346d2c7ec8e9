// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/top_k.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>

#include "generation/torch_top_k.hpp"

namespace penstock {
namespace {

class TopKProcessor final : public RowLogitsProcessor {
 public:
  explicit TopKProcessor(std::size_t k) : k_(k) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> /*ids*/,
                 std::span<float> scores) override {
    if (k_ >= scores.size()) return;
    const float last = torch_top_k(scores, k_).back().score;
    for (float& score : scores) score = score < last ? kForbidden : score;
  }

  std::size_t k_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_top_k(const ProcessorContext& context) {
  const auto& k = context.config->top_k;
  if (context.config->do_sample != true || !k || *k == 0) return nullptr;
  if (*k < 0) {
    throw Error(ErrorCode::invalid_argument,
                "`top_k` has to be a strictly positive integer, but is " + std::to_string(*k));
  }
  return std::make_unique<TopKProcessor>(
      std::max(static_cast<std::size_t>(*k), context.min_tokens_to_keep()));
}

}  // namespace penstock
