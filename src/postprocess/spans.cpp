// SPDX-License-Identifier: Apache-2.0
#include "postprocess/spans.hpp"

#include <algorithm>

#include "postprocess/activation.hpp"

namespace penstock {
namespace {

constexpr float kDisallowedLogit = -10000.0F;

// Every pair of the band start <= end < start + max_answer_len, in the order of the flattened
// matrix.
std::vector<TokenSpan> band(std::span<const float> start, std::span<const float> end,
                            std::size_t max_answer_len) {
  const std::size_t count = start.size();
  std::vector<TokenSpan> spans;
  spans.reserve(count * std::min(count, max_answer_len));
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t last = i + std::min(count - i, max_answer_len);
    for (std::size_t j = i; j < last; ++j) spans.push_back({i, j, start[i] * end[j]});
  }
  return spans;
}

// All pairs; those outside of the band have the score 0.
std::vector<TokenSpan> whole_matrix(std::span<const float> start, std::span<const float> end,
                                    std::size_t max_answer_len) {
  std::vector<TokenSpan> spans;
  for (std::size_t i = 0; i < start.size(); ++i) {
    for (std::size_t j = 0; j < end.size(); ++j) {
      const bool inside = i <= j && j - i < max_answer_len;
      spans.push_back({i, j, inside ? start[i] * end[j] : 0.0F});
    }
  }
  return spans;
}

}  // namespace

void normalize_span_logits(std::span<float> logits, std::span<const std::uint8_t> allowed) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (allowed[i] == 0) logits[i] = kDisallowedLogit;
  }
  softmax(logits);
}

std::vector<TokenSpan> decode_spans(std::span<const float> start, std::span<const float> end,
                                    std::size_t k, std::size_t max_answer_len,
                                    std::span<const std::uint8_t> allowed) {
  std::vector<TokenSpan> spans = band(start, end, max_answer_len);
  if (spans.size() < k) spans = whole_matrix(start, end, max_answer_len);
  const auto cut = spans.begin() + static_cast<std::ptrdiff_t>(std::min(k, spans.size()));
  std::partial_sort(spans.begin(), cut, spans.end(), [](const TokenSpan& a, const TokenSpan& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.start != b.start ? a.start < b.start : a.end < b.end;
  });
  spans.erase(cut, spans.end());
  const bool any = std::any_of(allowed.begin(), allowed.end(), [](auto flag) { return flag != 0; });
  const auto passes = [&](std::size_t token) { return allowed[token] != 0 || (token == 0 && any); };
  std::erase_if(spans, [&](const TokenSpan& s) { return !passes(s.start) || !passes(s.end); });
  return spans;
}

}  // namespace penstock
