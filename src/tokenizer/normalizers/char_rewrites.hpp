// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "tokenizer/kernels/thread_caches.hpp"
#include "tokenizer/zeroed_table.hpp"

namespace penstock::normalizers {

// What a normalizer makes of single characters, remembered for each thread.
class CharRewrites {
 public:
  struct Rewrite {
    static constexpr std::uint8_t kUnknown = 0xFF;  // not that simple
    static constexpr std::size_t kMostBytes = 10;

    std::uint32_t character = 0xFFFFFFFF;
    std::array<char, kMostBytes> bytes{};
    std::uint8_t size = kUnknown;
    std::uint8_t flags = 0;  // of the normalizer's own

    [[nodiscard]] std::string_view text() const noexcept { return {bytes.data(), size}; }
    [[nodiscard]] bool is(std::string_view other) const noexcept {
      return size != kUnknown && text() == other;
    }
  };

  // The calling thread's table for the normalizer numbered `owner` (kernels::PieceCache numbers).
  [[nodiscard]] static CharRewrites& of_thread(std::uint64_t owner) {
    thread_local kernels::ThreadCaches<CharRewrites> caches;
    return caches.of(owner, [] { return std::unique_ptr<CharRewrites>(new CharRewrites()); });
  }

  // `make(c)` answers the rewrite of a character that is not remembered.
  template <typename Make>
  const Rewrite& find(char32_t c, Make make) {
    Rewrite& rewrite = rewrites_[c % kEntries];
    if (rewrite.character != c) {
      rewrite = make(c);
      rewrite.character = c;
    }
    return rewrite;
  }

  // The same for flags of a character that stand for themselves; `make(c)` answers no 0.
  template <typename Make>
  [[nodiscard]] std::uint8_t flags_of(char32_t c, Make make) {
    if (c >= kFlagged) return make(c);
    std::uint8_t& flags = flags_[c];
    if (flags == 0) flags = make(c);
    return flags;
  }

 private:
  static constexpr std::size_t kEntries = 1U << 13;  // 128 KiB
  static constexpr std::size_t kFlagged = 0x20000;   // 128 KiB
  CharRewrites() : rewrites_(kEntries), flags_(kFlagged) {}
  std::vector<Rewrite> rewrites_;
  ZeroedTable<std::uint8_t> flags_;
};

}  // namespace penstock::normalizers
