// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/unicode.hpp"
#include "core/utf8.hpp"
#include "tokenizer/kernels/ascii_runs.hpp"

namespace penstock::kernels {

// Digits with individual_digits in front of what `Inner` cuts: each numeric character is a piece,
// and ends a text for `Inner`. One for each text, asked from its start to its end.
template <typename Inner>
class DigitsScanner {
 public:
  explicit DigitsScanner(std::size_t max_digits) : inner_(max_digits) {}

  [[nodiscard]] const char* next(const char* at, const char* end) noexcept {
    if (at >= stop_) {
      const std::size_t size = digit_size(at);
      if (size != 0) return at + size;
      stop_ = find_digit(at, end);
    }
    return inner_.next(at, stop_);
  }
  [[nodiscard]] static const char* skip(const char* at, const char* /*end*/) noexcept { return at; }

 private:
  // Of the numeric character at `at`; 0 of any other.
  [[nodiscard]] static std::size_t digit_size(const char* at) noexcept {
    if (static_cast<std::uint8_t>(*at) < 0x80) return *at >= '0' && *at <= '9' ? 1 : 0;
    const auto c = utf8::decode_unchecked(at);
    return unicode::is_numeric_rust(c.code_point) ? c.size : 0;
  }

  [[nodiscard]] static const char* find_digit(const char* at, const char* end) noexcept {
    for (at = find_digit_or_beyond_ascii(at, end); at < end;
         at = find_digit_or_beyond_ascii(at, end)) {
      if (digit_size(at) != 0) break;
      at += utf8::length_from_lead(static_cast<std::uint8_t>(*at));
    }
    return at;
  }

  Inner inner_;
  const char* stop_ = nullptr;  // no numeric character stands before it
};

}  // namespace penstock::kernels
