// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace penstock {

// Tokens [begin, end) of an encoding.
struct TokenRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const TokenRange&) const = default;
};

// Which tokens belong to which sequence. Two sequences are usual; a ByteLevel post-processor behind
// a template numbers each part of it.
class SequenceRanges {
 public:
  [[nodiscard]] std::optional<TokenRange> operator[](std::size_t sequence) const {
    if (sequence < first_.size()) return first_[sequence];
    const std::size_t at = sequence - first_.size();
    return at < more_.size() ? more_[at] : std::nullopt;
  }
  void set(std::size_t sequence, TokenRange range) {
    if (sequence < first_.size()) {
      first_[sequence] = range;
      return;
    }
    const std::size_t at = sequence - first_.size();
    if (at >= more_.size()) more_.resize(at + 1);
    more_[at] = range;
  }
  // One more than the largest sequence that may be set.
  [[nodiscard]] std::size_t end() const { return first_.size() + more_.size(); }
  // Sequences that are set.
  [[nodiscard]] std::size_t count() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < end(); ++i) count += (*this)[i] ? 1U : 0U;
    return count;
  }
  // Takes over what `other` sets, `by` tokens further on.
  void merge(const SequenceRanges& other, std::size_t by) {
    for (std::size_t i = 0; i < other.end(); ++i) {
      if (const auto range = other[i]) set(i, {range->begin + by, range->end + by});
    }
  }
  void shift(std::size_t by) { merge(SequenceRanges(*this), by); }

 private:
  std::array<std::optional<TokenRange>, 2> first_;
  std::vector<std::optional<TokenRange>> more_;
};

}  // namespace penstock
