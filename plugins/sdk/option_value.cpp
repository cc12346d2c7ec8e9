// SPDX-License-Identifier: Apache-2.0
#include "sdk/option_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "sdk/failure.hpp"

namespace penstock::sdk {
namespace {

[[noreturn]] void refuse(std::string_view key, const std::string& value, const std::string& want) {
  throw Failure(PENSTOCK_INVALID_ARGUMENT,
                "option " + std::string(key) + "='" + value + "': give " + want);
}

}  // namespace

bool parse_bool(std::string_view key, const std::string& value) {
  constexpr std::array<std::string_view, 6> kTrue = {"true", "True", "1", "yes", "YES", "on"};
  constexpr std::array<std::string_view, 6> kFalse = {"false", "False", "0", "no", "NO", "off"};
  if (std::find(kTrue.begin(), kTrue.end(), value) != kTrue.end()) return true;
  if (std::find(kFalse.begin(), kFalse.end(), value) != kFalse.end()) return false;
  refuse(key, value, "true or false");
}

std::int64_t parse_integer(std::string_view key, const std::string& value, std::int64_t minimum,
                           std::int64_t maximum) {
  std::int64_t number = 0;
  const char* end = value.data() + value.size();
  const auto [stop, failure] = std::from_chars(value.data(), end, number);
  if (failure != std::errc() || stop != end || number < minimum || number > maximum)
    refuse(key, value,
           "a whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum));
  return number;
}

}  // namespace penstock::sdk
