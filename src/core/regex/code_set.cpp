// SPDX-License-Identifier: Apache-2.0
#include "core/regex/code_set.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace penstock::regex {

CodeSet::CodeSet(std::vector<CodeRange> ranges) : ranges_(std::move(ranges)) { normalize(); }

void CodeSet::normalize() {
  std::sort(ranges_.begin(), ranges_.end(),
            [](const CodeRange& a, const CodeRange& b) { return a.low < b.low; });
  size_t kept = 0;
  for (size_t i = 0; i < ranges_.size(); ++i) {
    if (kept != 0 && ranges_[i].low <= ranges_[kept - 1].high + 1) {
      ranges_[kept - 1].high = std::max(ranges_[kept - 1].high, ranges_[i].high);
    } else {
      ranges_[kept++] = ranges_[i];
    }
  }
  ranges_.resize(kept);
}

void CodeSet::add(char32_t low, char32_t high) {
  ranges_.push_back({low, high});
  const size_t size = ranges_.size();
  if (size > 1 && ranges_[size - 2].high + 1 >= low) normalize();
}

void CodeSet::unite(const CodeSet& other) {
  if (other.empty()) return;
  ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
  normalize();
}

void CodeSet::intersect(const CodeSet& other) {
  std::vector<CodeRange> common;
  size_t i = 0;
  size_t j = 0;
  while (i < ranges_.size() && j < other.ranges_.size()) {
    const CodeRange& a = ranges_[i];
    const CodeRange& b = other.ranges_[j];
    const char32_t low = std::max(a.low, b.low);
    const char32_t high = std::min(a.high, b.high);
    if (low <= high) common.push_back({low, high});
    (a.high < b.high ? i : j) += 1;
  }
  ranges_ = std::move(common);
}

void CodeSet::complement() {
  std::vector<CodeRange> gaps;
  char32_t next = 0;
  for (const CodeRange& range : ranges_) {
    if (range.low > next) gaps.push_back({next, range.low - 1});
    next = range.high + 1;
  }
  if (next <= kLastCodePoint) gaps.push_back({next, kLastCodePoint});
  ranges_ = std::move(gaps);
}

bool CodeSet::contains(char32_t c) const noexcept {
  const auto after =
      std::upper_bound(ranges_.begin(), ranges_.end(), c,
                       [](char32_t value, const CodeRange& range) { return value < range.low; });
  return after != ranges_.begin() && c <= std::prev(after)->high;
}

bool CodeSet::disjoint(const CodeSet& other) const noexcept {
  size_t i = 0;
  size_t j = 0;
  while (i < ranges_.size() && j < other.ranges_.size()) {
    const CodeRange& a = ranges_[i];
    const CodeRange& b = other.ranges_[j];
    if (a.low <= b.high && b.low <= a.high) return false;
    (a.high < b.high ? i : j) += 1;
  }
  return true;
}

}  // namespace penstock::regex
