// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/top_p.hpp"

#include <algorithm>
#include <cmath>
#include <penstock/error.hpp>
#include <string>
#include <vector>

#include "generation/python_repr.hpp"
#include "generation/vector_math.hpp"

namespace penstock {
namespace {

// The reference sorts the whole vocabulary and removes the tokens that together have at most
// 1 - top_p, least probable first. Here only the most probable ones are sorted: as few as hold the
// place where that sum is reached.
class TopPProcessor final : public RowLogitsProcessor {
 public:
  TopPProcessor(double top_p, std::size_t keep)
      : removable_(static_cast<float>(1 - top_p)), keep_(keep) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> /*ids*/,
                 std::span<float> scores) override {
    probabilities_.resize(scores.size());
    softmax(scores, probabilities_);
    if (probabilities_.empty() || std::isnan(probabilities_.front())) return;
    collect_candidates(scores);
    const auto better = [&](std::size_t a, std::size_t b) {
      return scores[a] > scores[b] || (scores[a] == scores[b] && a > b);
    };
    double rest = 0;  // of the candidates that are not among the first `count`
    std::size_t count = std::min(kFirst, order_.size());
    for (;; count = std::min(count * 8, order_.size())) {
      const auto middle = order_.begin() + static_cast<std::ptrdiff_t>(count);
      std::nth_element(order_.begin(), middle, order_.end(), better);
      rest = 0;
      for (auto it = middle; it != order_.end(); ++it) rest += probability(*it);
      if (count == order_.size() || static_cast<float>(rest) <= removable_) break;
    }
    std::sort(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(count), better);
    remove(scores, count, rest);
  }

  // Least probable first: a token goes while the sum up to and with it is at most 1 - top_p.
  void remove(std::span<float> scores, std::size_t count, double sum) {
    std::size_t kept = count;
    while (kept > keep_) {
      sum += probability(order_[kept - 1]);
      if (static_cast<float>(sum) > removable_) break;
      --kept;
    }
    for (std::size_t i = std::max(kept, std::min(keep_, order_.size())); i < order_.size(); ++i) {
      scores[order_[i]] = kForbidden;
    }
  }

  void collect_candidates(std::span<const float> scores) {
    order_.clear();
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (scores[i] > kForbidden) order_.push_back(i);
    }
  }

  [[nodiscard]] double probability(std::size_t id) const {
    return static_cast<double>(probabilities_[id]);
  }

  static constexpr std::size_t kFirst = 128;
  float removable_;
  std::size_t keep_;
  std::vector<float> probabilities_;
  std::vector<std::size_t> order_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_top_p(const ProcessorContext& context) {
  const auto& p = context.config->top_p;
  if (context.config->do_sample != true || !p || !(*p < 1.0)) return nullptr;
  if (*p < 0) {
    throw Error(ErrorCode::invalid_argument,
                "`top_p` has to be a float > 0 and < 1, but is " + python_repr(*p));
  }
  return std::make_unique<TopPProcessor>(*p, context.min_tokens_to_keep());
}

}  // namespace penstock
