// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "generation/random_stream.hpp"
#include "generation/torch_top_k.hpp"

namespace penstock {

// Draws from softmax(scores). Keeps its memory between calls.
class Multinomial {
 public:
  // One token. Throws Error{invalid_argument} in torch's words for scores without a distribution.
  [[nodiscard]] std::int64_t draw(std::span<const float> scores, RandomStream& random);
  // `count` different ones, in the order in which they are drawn, with their scores.
  [[nodiscard]] std::vector<ScoredIndex> draw_without_replacement(std::span<const float> scores,
                                                                  std::size_t count,
                                                                  RandomStream& random);

 private:
  std::vector<float> weights_;
};

}  // namespace penstock
