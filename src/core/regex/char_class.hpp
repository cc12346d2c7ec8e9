// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/regex/code_set.hpp"
#include "core/utf8.hpp"

namespace penstock::regex {

// A set of characters in a form that is fast to test against UTF-8.
class CharClass {
 public:
  explicit CharClass(const CodeSet& set);

  // Bytes of the character at `at` if it is a member, else 0. At least one whole character must be
  // there.
  [[nodiscard]] uint32_t match(const uint8_t* at) const noexcept {
    const uint32_t kind = lead_[*at];
    return kind != kLookUp ? kind : match_wide(at);
  }

  // End of the run of members that starts at `at` and goes no further than `end`. At most `left`
  // characters; `left` then says how many more there might have been.
  [[nodiscard]] const uint8_t* run(const uint8_t* at, const uint8_t* end,
                                   uint32_t& left) const noexcept {
    while (at < end && left != 0) {
      const uint32_t size = match(at);
      if (size == 0) break;
      at += size;
      --left;
    }
    return at;
  }

 private:
  static constexpr uint32_t kLookUp = 5;

  [[nodiscard]] uint32_t match_wide(const uint8_t* at) const noexcept {
    const utf8::Decoded decoded = utf8::decode_unchecked(reinterpret_cast<const char*>(at));
    const auto c = static_cast<uint32_t>(decoded.code_point);
    const uint64_t word = words_[blocks_[c >> 8] + ((c >> 6) & 3U)];
    return ((word >> (c & 63U)) & 1U) != 0 ? decoded.size : 0;
  }
  void build_leads(const CodeSet& set);
  void build_words(const CodeSet& set);

  // By first byte: 0 no member begins so, 1 to 4 all such characters are members and this long,
  // kLookUp some are.
  std::array<uint8_t, 256> lead_{};
  std::vector<uint16_t> blocks_;  // per 256 code points, where its four words are
  std::vector<uint64_t> words_;
};

}  // namespace penstock::regex
