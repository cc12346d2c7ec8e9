// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace penstock::models {

class Vocabulary;

// Places where BPE never merges, so that a piece may be cut there: between two characters that no
// vocabulary entry holds side by side. Some other places are missed.
class MergeCuts {
 public:
  // Whether characters tell what merges: no entry is made of byte tokens or of the unknown token
  // (empty: there is none) and more, and no two entries share an id.
  [[nodiscard]] static bool apply_to(const Vocabulary& vocabulary, std::string_view unk_token);

  // `all_known`: every character has tokens of its own. Else no cut lies in front of one that is
  // not in the vocabulary, as it may join an unknown one before it.
  MergeCuts(const Vocabulary& vocabulary, bool all_known);

  [[nodiscard]] bool between(char32_t left, char32_t right) const noexcept {
    if ((left | right) < kAscii) return ascii_[left][right];
    return !holds(pairs_, pair_bit(left, right)) && is_known(right);
  }

 private:
  static constexpr std::size_t kAscii = 0x80;
  static constexpr std::size_t kPlane = 0x10000;

  [[nodiscard]] std::size_t pair_bit(char32_t left, char32_t right) const noexcept {
    const std::uint64_t pair = std::uint64_t{left} << 32 | right;
    return static_cast<std::size_t>(pair * 0x9FB21C651E98DF25ULL >> shift_);
  }
  [[nodiscard]] static bool holds(const std::vector<std::uint64_t>& bits,
                                  std::size_t bit) noexcept {
    return ((bits[bit / 64] >> (bit % 64)) & 1U) != 0;
  }
  [[nodiscard]] bool is_known(char32_t c) const noexcept {
    return all_known_ || (c < kPlane && holds(known_, c));
  }
  void add(std::string_view text);

  std::array<std::bitset<kAscii>, kAscii> ascii_;  // the answers, by left and right
  std::vector<std::uint64_t> pairs_;  // a bit for each hash of a pair that stands in some entry
  std::vector<std::uint64_t> known_;  // a bit for each character of the first plane: an entry
  unsigned shift_ = 0;
  bool all_known_;
};

}  // namespace penstock::models
