// SPDX-License-Identifier: Apache-2.0
#include "generation/torch_top_k.hpp"

#include <algorithm>
#include <cmath>

namespace penstock {
namespace {

// NaN counts as larger than any number.
struct Better {
  bool operator()(const ScoredIndex& a, const ScoredIndex& b) const noexcept {
    return (std::isnan(a.score) && !std::isnan(b.score)) || a.score > b.score;
  }
};

constexpr std::size_t kBlock = 32;

// Whether any of the block's scores could enter a heap whose worst member is `worst`.
bool any_better(const float* scores, std::size_t count, float worst) noexcept {
  std::uint32_t better = 0;
  for (std::size_t i = 0; i < count; ++i) better |= scores[i] <= worst ? 0U : 1U;
  return better != 0;
}

}  // namespace

TopKStream::TopKStream(std::size_t k, std::size_t count) : k_(k), keep_all_(k * 64 > count) {
  items_.reserve(keep_all_ ? count : k + 1);
}

void TopKStream::reset() { items_.clear(); }

void TopKStream::push_one(ScoredIndex item) {
  if (keep_all_ || items_.size() < k_) {
    items_.push_back(item);
    if (!keep_all_ && items_.size() == k_) std::make_heap(items_.begin(), items_.end(), Better{});
    return;
  }
  if (!Better{}(item, items_.front())) return;
  // What partial_sort does with an element that belongs among the first k: it changes places with
  // the top of the heap, which is then put in order.
  items_.push_back(item);
  std::pop_heap(items_.begin(), items_.end(), Better{});
  items_.pop_back();
}

void TopKStream::push(std::span<const float> scores, std::int64_t first_index) {
  std::size_t i = 0;
  while (i < scores.size()) {
    const std::size_t count = std::min(kBlock, scores.size() - i);
    const bool full = !keep_all_ && items_.size() == k_;
    if (full && !any_better(scores.data() + i, count, items_.front().score)) {
      i += count;
      continue;
    }
    for (const std::size_t end = i + count; i < end; ++i) {
      push_one({scores[i], first_index + static_cast<std::int64_t>(i)});
    }
  }
}

std::span<const ScoredIndex> TopKStream::finish() {
  if (keep_all_) {
    const auto k = static_cast<std::ptrdiff_t>(k_);
    std::nth_element(items_.begin(), items_.begin() + k - 1, items_.end(), Better{});
    std::sort(items_.begin(), items_.begin() + k - 1, Better{});
  } else {
    std::sort_heap(items_.begin(), items_.end(), Better{});
  }
  return std::span(items_).first(k_);
}

std::vector<ScoredIndex> torch_top_k(std::span<const float> scores, std::size_t k) {
  k = std::min(k, scores.size());
  if (k == 0) return {};
  TopKStream stream(k, scores.size());
  stream.push(scores, 0);
  const auto best = stream.finish();
  return {best.begin(), best.end()};
}

}  // namespace penstock
