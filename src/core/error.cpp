// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstddef>
#include <penstock/error.hpp>

namespace penstock {

std::string_view to_string(ErrorCode code) noexcept {
  static constexpr std::array<std::string_view, 8> kNames = {
      "invalid_argument", "not_found", "unavailable", "unsupported", "io",
      "backend",          "cancelled", "internal"};
  const auto index = static_cast<std::size_t>(code);
  return index < kNames.size() ? kNames[index] : "internal";
}

}  // namespace penstock
