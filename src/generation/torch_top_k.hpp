// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace penstock {

struct ScoredIndex {
  float score = 0;
  std::int64_t index = 0;
};

// The k largest of a stream of scores, in falling order, with torch.topk's choice among equals (its
// CPU kernel: partial_sort of pairs, which looks at each element once).
class TopKStream {
 public:
  // `count` scores will come, at least `k`.
  TopKStream(std::size_t k, std::size_t count);

  // The next scores, with the index of the first.
  void push(std::span<const float> scores, std::int64_t first_index);
  // The result; valid until the next reset.
  [[nodiscard]] std::span<const ScoredIndex> finish();
  void reset();

 private:
  void push_one(ScoredIndex item);

  std::size_t k_;
  bool keep_all_;                   // too few for partial_sort to pay: torch sorts them
  std::vector<ScoredIndex> items_;  // a heap of k once that many have come, and one place more
};

// The same of an array.
[[nodiscard]] std::vector<ScoredIndex> torch_top_k(std::span<const float> scores, std::size_t k);

}  // namespace penstock
