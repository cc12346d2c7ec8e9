// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace penstock::models {

class Vocabulary;

// Where a piece may be cut before byte-level BPE: between two characters that no entry of the
// vocabulary holds together, no merge ever joins. Words of scripts without spaces become the few
// parts that repeat, and what they are made of can be remembered.
class ByteCuts {
 public:
  // `vocabulary`: in the byte-level alphabet.
  explicit ByteCuts(const Vocabulary& vocabulary);

  // Where the part of `piece`, which is whole characters, that starts at `at` ends.
  [[nodiscard]] std::size_t part_end(std::string_view piece, std::size_t at) const noexcept;

 private:
  void add_entry(std::string_view bytes, std::vector<std::uint64_t>& pairs);
  [[nodiscard]] std::size_t bit_of(std::uint64_t pair) const noexcept {
    return static_cast<std::size_t>(pair * 0x9FB21C651E98DF25ULL >> shift_);
  }

  // A bit for each hash of two characters that an entry holds; those that others share are not cut.
  std::vector<std::uint64_t> bits_;
  unsigned shift_ = 63;
  // The last byte of a character and the first one of the next, where an entry holds a part of one.
  std::bitset<std::size_t{1} << 16> broken_;
};

}  // namespace penstock::models
