// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/typical_p.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <penstock/error.hpp>
#include <string>
#include <vector>

#include "generation/python_repr.hpp"
#include "generation/vector_math.hpp"

namespace penstock {
namespace {

class TypicalProcessor final : public RowLogitsProcessor {
 public:
  TypicalProcessor(float mass, std::size_t keep) : mass_(mass), keep_(keep) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> /*ids*/,
                 std::span<float> scores) override {
    const std::size_t size = scores.size();
    distances_.resize(size);
    probabilities_.resize(size);
    log_softmax(scores, distances_);
    softmax(scores, probabilities_);
    double entropy = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const float term = distances_[i] * probabilities_[i];
      if (!std::isnan(term)) entropy -= static_cast<double>(term);
    }
    const auto expected = static_cast<float>(entropy);
    for (float& distance : distances_) distance = std::abs(-distance - expected);
    order_.resize(size);
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::sort(order_.begin(), order_.end(), [this](std::size_t a, std::size_t b) {
      return distances_[a] < distances_[b] || (distances_[a] == distances_[b] && a < b);
    });
    remove(scores);
  }

  void remove(std::span<float> scores) {
    double sum = 0;
    std::size_t last = 0;
    for (; last + 1 < order_.size(); ++last) {
      sum += static_cast<double>(probabilities_[order_[last]]);
      if (!(static_cast<float>(sum) < mass_)) break;
    }
    const float bound = distances_[order_[last]];
    for (std::size_t i = std::min(keep_, order_.size()); i < order_.size(); ++i) {
      if (distances_[order_[i]] > bound) scores[order_[i]] = kForbidden;
    }
  }

  float mass_;
  std::size_t keep_;
  std::vector<float> distances_;  // between a token's information and the expected one
  std::vector<float> probabilities_;
  std::vector<std::size_t> order_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_typical_p(const ProcessorContext& context) {
  const auto& p = context.config->typical_p;
  if (context.config->do_sample != true || !p || !(*p < 1.0)) return nullptr;
  if (!(*p > 0)) {
    throw Error(ErrorCode::invalid_argument,
                "`typical_p` has to be a float > 0 and < 1, but is " + python_repr(*p));
  }
  return std::make_unique<TypicalProcessor>(static_cast<float>(*p), context.min_tokens_to_keep());
}

}  // namespace penstock
