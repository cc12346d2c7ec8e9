// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <penstock/accelerator.hpp>
#include <penstock/error.hpp>
#include <string>

#include "backends/version.hpp"

namespace penstock {
namespace {

// In the reference's order, which its error text shows.
struct Operation {
  std::string_view symbol;
  bool (*holds)(std::strong_ordering);
};
constexpr std::array<Operation, 6> kOperations{{
    {">", [](std::strong_ordering order) { return order > 0; }},
    {">=", [](std::strong_ordering order) { return order >= 0; }},
    {"==", [](std::strong_ordering order) { return order == 0; }},
    {"!=", [](std::strong_ordering order) { return order != 0; }},
    {"<=", [](std::strong_ordering order) { return order <= 0; }},
    {"<", [](std::strong_ordering order) { return order < 0; }},
}};

Version parsed(std::string_view text) {
  auto version = Version::parse(text);
  if (!version) {
    throw Error(ErrorCode::invalid_argument, "Invalid version: '" + std::string(text) + "'");
  }
  return *std::move(version);
}

}  // namespace

bool compare_versions(std::string_view version, std::string_view operation,
                      std::string_view requirement) {
  for (const Operation& row : kOperations) {
    if (row.symbol == operation) return row.holds(parsed(version) <=> parsed(requirement));
  }
  throw Error(ErrorCode::invalid_argument,
              "`operation` must be one of ['>', '>=', '==', '!=', '<=', '<'], received " +
                  std::string(operation));
}

}  // namespace penstock
