// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "tokenizer/kernels/thread_caches.hpp"

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

 private:
  static constexpr std::size_t kEntries = 1U << 13;  // 128 KiB
  CharRewrites() : rewrites_(kEntries) {}
  std::vector<Rewrite> rewrites_;
};

}  // namespace penstock::normalizers
