// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/min_p.hpp"

#include <penstock/error.hpp>
#include <string>
#include <vector>

#include "generation/python_repr.hpp"
#include "generation/torch_top_k.hpp"
#include "generation/vector_math.hpp"

namespace penstock {
namespace {

class MinPProcessor final : public RowLogitsProcessor {
 public:
  MinPProcessor(float min_p, std::size_t keep) : min_p_(min_p), keep_(keep) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> /*ids*/,
                 std::span<float> scores) override {
    probabilities_.resize(scores.size());
    softmax(scores, probabilities_);
    const float bound = min_p_ * largest(probabilities_);
    const std::vector<ScoredIndex> kept = torch_top_k(scores, keep_);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (probabilities_[i] < bound) scores[i] = kForbidden;
    }
    for (const ScoredIndex& item : kept) scores[static_cast<std::size_t>(item.index)] = item.score;
  }

  float min_p_;
  std::size_t keep_;
  std::vector<float> probabilities_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_min_p(const ProcessorContext& context) {
  const auto& p = context.config->min_p;
  if (context.config->do_sample != true || !p) return nullptr;
  if (!(*p >= 0 && *p <= 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                "`min_p` has to be a float in the [0, 1] interval, but is " + python_repr(*p));
  }
  return std::make_unique<MinPProcessor>(static_cast<float>(*p), context.min_tokens_to_keep());
}

}  // namespace penstock
