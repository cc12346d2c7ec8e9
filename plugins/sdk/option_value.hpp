// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

// Reading the text of an option. All throw Failure{PENSTOCK_INVALID_ARGUMENT} that names the key,
// the value and what is allowed.

namespace penstock::sdk {

// "true", "True", "1", "yes", "on" and their opposites.
[[nodiscard]] bool parse_bool(std::string_view key, const std::string& value);

// Whether `options` (pairs of key and value) ask for the additional input of
// PENSTOCK_CAN_START_LOGITS.
inline constexpr char kLogitsStart[] = "logits_start";
template <typename Options>
[[nodiscard]] bool wants_logits_start(const Options& options) {
  for (const auto& [key, value] : options)
    if (key == kLogitsStart) return parse_bool(key, value);
  return false;
}

// Whether weights are to move to huge pages (page_mover.hpp): as the option says, else for
// generation, which reads every weight once for each token. Tasks that generate give kLogitsStart,
// with whichever value.
inline constexpr char kHugePages[] = "huge_pages";
template <typename Options>
[[nodiscard]] bool wants_huge_pages(const Options& options) {
  bool generates = false;
  for (const auto& [key, value] : options) {
    if (key == kHugePages) return parse_bool(key, value);
    generates = generates || key == kLogitsStart;
  }
  return generates;
}

[[nodiscard]] std::int64_t parse_integer(std::string_view key, const std::string& value,
                                         std::int64_t minimum, std::int64_t maximum);

// "a, b, c" for messages.
template <typename Rows>
[[nodiscard]] std::string names_of(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    if (!text.empty()) text += ", ";
    text += row.name;
  }
  return text;
}

// The row of `rows` (each has a `name`) with this name, or null.
template <typename Rows>
[[nodiscard]] auto find_row(const Rows& rows, std::string_view name) -> decltype(std::data(rows)) {
  for (const auto& row : rows)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace penstock::sdk
