// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace penstock::models {

// Up to 8 bytes as one little-endian word, zero-padded.
[[nodiscard]] inline std::uint64_t load_partial(const char* at, std::size_t size) noexcept {
  if (size >= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    return word;
  }
  if (size >= 4) {
    std::uint32_t low;
    std::uint32_t high;
    std::memcpy(&low, at, 4);
    std::memcpy(&high, at + size - 4, 4);
    return low | (std::uint64_t{high} << (8 * (size - 4)));
  }
  if (size == 0) return 0;
  // The first, the middle and the last byte are all of up to three.
  const auto byte = [at](std::size_t i) {
    return std::uint64_t{static_cast<std::uint8_t>(at[i])} << (8 * i);
  };
  return byte(0) | byte(size / 2) | byte(size - 1);
}

// Whether `size` bytes are equal, without a call.
[[nodiscard]] inline bool equal_bytes(const char* a, const char* b, std::size_t size) noexcept {
  for (; size > 8; a += 8, b += 8, size -= 8) {
    if (load_partial(a, 8) != load_partial(b, 8)) return false;
  }
  return load_partial(a, size) == load_partial(b, size);
}
[[nodiscard]] inline bool equal_bytes(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && equal_bytes(a.data(), b.data(), a.size());
}

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t hash) noexcept {
  hash ^= hash >> 32;
  hash *= 0x9FB21C651E98DF25ULL;
  return hash ^ (hash >> 29);
}

// Hash of a byte string for the open-addressing tables of this folder: one multiplication for
// each 8 bytes. The low bits choose the slot, the high ones tell entries apart.
[[nodiscard]] inline std::uint64_t byte_hash(std::string_view bytes) noexcept {
  std::uint64_t hash = bytes.size() * 0x9E3779B97F4A7C15ULL;
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left > 8; at += 8, left -= 8) {
    hash = (hash ^ load_partial(at, 8)) * 0xD6E8FEB86659FD93ULL;
    hash ^= hash >> 32;
  }
  return mix(hash ^ load_partial(at, left));
}

}  // namespace penstock::models
