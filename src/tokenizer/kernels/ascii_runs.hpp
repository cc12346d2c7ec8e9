// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Runs of one kind of byte, 16 bytes at a time where the machine has SSE2 (every x86-64 does).

namespace penstock::kernels {

#if defined(__SSE2__)
// A bit for each of the 16 bytes that lies in [low, low + span].
[[nodiscard]] inline std::uint32_t in_range(__m128i bytes, char low, char span) noexcept {
  const __m128i shifted = _mm_sub_epi8(bytes, _mm_set1_epi8(low));
  const __m128i inside = _mm_cmpeq_epi8(_mm_min_epu8(shifted, _mm_set1_epi8(span)), shifted);
  return static_cast<std::uint32_t>(_mm_movemask_epi8(inside));
}

[[nodiscard]] inline std::uint32_t letter_bits(__m128i bytes) noexcept {
  return in_range(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 25);
}
#endif

[[nodiscard]] constexpr bool is_ascii_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The first byte from `at` on that is no ASCII letter, or `end`.
[[nodiscard, gnu::always_inline]] inline const char* skip_letters(const char* at,
                                                                  const char* end) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const std::uint32_t letters = letter_bits(bytes);
    if (letters != 0xFFFFU) return at + std::countr_one(letters);
  }
#endif
  while (at < end && is_ascii_letter(*at)) ++at;
  return at;
}

// The first byte that is none of a to z, or `end`.
[[nodiscard]] inline const char* skip_small_letters(const char* at, const char* end) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const std::uint32_t inside = in_range(bytes, 'a', 25);
    if (inside != 0xFFFFU) return at + std::countr_one(inside);
  }
#endif
  while (at < end && *at >= 'a' && *at <= 'z') ++at;
  return at;
}

// The first byte that is no ASCII letter or digit, or `end`.
[[nodiscard]] inline const char* skip_alphanumeric(const char* at, const char* end) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const std::uint32_t inside = letter_bits(bytes) | in_range(bytes, '0', 9);
    if (inside != 0xFFFFU) return at + std::countr_one(inside);
  }
#endif
  while (at < end && (is_ascii_letter(*at) || (*at >= '0' && *at <= '9'))) ++at;
  return at;
}

// The first ASCII digit or byte beyond ASCII, or `end`.
[[nodiscard]] inline const char* find_digit_or_beyond_ascii(const char* at,
                                                            const char* end) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const std::uint32_t found =
        in_range(bytes, '0', 9) | static_cast<std::uint32_t>(_mm_movemask_epi8(bytes));
    if (found != 0) return at + std::countr_zero(found);
  }
#endif
  while (at < end && static_cast<std::uint8_t>(*at) < 0x80 && (*at < '0' || *at > '9')) ++at;
  return at;
}

// The first byte beyond ASCII, or `end`.
[[nodiscard]] inline const char* skip_ascii(const char* at, const char* end) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto high = static_cast<std::uint32_t>(_mm_movemask_epi8(bytes));
    if (high != 0) return at + std::countr_zero(high);
  }
#endif
  while (at < end && static_cast<std::uint8_t>(*at) < 0x80) ++at;
  return at;
}

// The first byte of two equal ones `c`, or `end`.
[[nodiscard]] inline const char* find_pair(const char* at, const char* end, char c) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 17; at += 16) {
    const __m128i wanted = _mm_set1_epi8(c);
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 1));
    const __m128i found =
        _mm_and_si128(_mm_cmpeq_epi8(bytes, wanted), _mm_cmpeq_epi8(next, wanted));
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(found));
    if (bits != 0) return at + std::countr_zero(bits);
  }
#endif
  for (; end - at >= 2; ++at) {
    if (at[0] == c && at[1] == c) return at;
  }
  return end;
}

// The first byte that is `one` or `other`, or `end`.
[[nodiscard]] inline const char* find_either(const char* at, const char* end, char one,
                                             char other) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(one)),
                                       _mm_cmpeq_epi8(bytes, _mm_set1_epi8(other)));
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(found));
    if (bits != 0) return at + std::countr_zero(bits);
  }
#endif
  while (at < end && *at != one && *at != other) ++at;
  return at;
}

}  // namespace penstock::kernels
