// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/serde_number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace penstock {
namespace {

constexpr int kLargestPower = 308;

std::array<double, kLargestPower + 1> make_powers() {
  std::array<double, kLargestPower + 1> powers{};
  for (int i = 0; i <= kLargestPower; ++i) {
    std::array<char, 8> text{'1', 'e'};
    char* const end = std::to_chars(text.data() + 2, text.data() + text.size(), i).ptr;
    (void)std::from_chars(text.data(), end, powers[static_cast<std::size_t>(i)]);
  }
  return powers;
}

double power_of_ten(int exponent) {
  static const std::array<double, kLargestPower + 1> powers = make_powers();
  return powers[static_cast<std::size_t>(exponent)];
}

}  // namespace

// The reference's f64_from_parts.
double serde_value(std::uint64_t digits, int exponent) {
  auto value = static_cast<double>(digits);
  while (exponent < -kLargestPower && value != 0.0) {
    value /= power_of_ten(kLargestPower);
    exponent += kLargestPower;
  }
  if (exponent >= 0) return value * power_of_ten(exponent);
  return exponent < -kLargestPower ? value : value / power_of_ten(-exponent);
}

double as_serde_reads(double exact) {
  if (exact == 0.0 || !std::isfinite(exact)) return exact;
  std::array<char, 40> text{};
  const char* const end = std::to_chars(text.data(), text.data() + text.size(), std::fabs(exact),
                                        std::chars_format::scientific)
                              .ptr;
  std::uint64_t digits = 0;
  int exponent = 0;
  const char* at = text.data();
  for (bool behind_point = false; at < end && *at != 'e'; ++at) {
    if (*at == '.') {
      behind_point = true;
      continue;
    }
    digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
    if (behind_point) --exponent;
  }
  int written = 0;
  const char* const number = at + 1 + (at + 1 < end && at[1] == '+' ? 1 : 0);
  if (at < end) (void)std::from_chars(number, end, written);
  return std::copysign(serde_value(digits, exponent + written), exact);
}

}  // namespace penstock
