// SPDX-License-Identifier: Apache-2.0
#include "generation/multinomial.hpp"

#include <cmath>
#include <penstock/error.hpp>

#include "generation/vector_math.hpp"

namespace penstock {
namespace {

constexpr const char* kNoDistribution =
    "probability tensor contains either `inf`, `nan` or element < 0";

}  // namespace

std::int64_t Multinomial::draw(std::span<const float> scores, RandomStream& random) {
  weights_.resize(scores.size());
  softmax(scores, weights_);
  double total = 0;
  for (const float weight : weights_) total += static_cast<double>(weight);
  if (!(total > 0)) throw Error(ErrorCode::invalid_argument, kNoDistribution);
  const double target = random.uniform() * total;
  double sum = 0;
  std::size_t last = 0;  // that has any weight
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    if (weights_[i] <= 0) continue;
    sum += static_cast<double>(weights_[i]);
    last = i;
    if (sum > target) break;
  }
  return static_cast<std::int64_t>(last);
}

// A race of exponential clocks (torch.multinomial's way): the smallest time / weight wins.
std::vector<ScoredIndex> Multinomial::draw_without_replacement(std::span<const float> scores,
                                                               std::size_t count,
                                                               RandomStream& random) {
  const LogNormalizer normalizer = log_normalizer(scores);
  if (std::isnan(normalizer.maximum)) throw Error(ErrorCode::invalid_argument, kNoDistribution);
  weights_.resize(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    weights_[i] = normalizer(scores[i]) - static_cast<float>(std::log(random.exponential()));
  }
  std::vector<ScoredIndex> drawn = torch_top_k(weights_, count);
  for (ScoredIndex& item : drawn) item.score = scores[static_cast<std::size_t>(item.index)];
  return drawn;
}

}  // namespace penstock
