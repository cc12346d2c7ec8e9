// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <penstock/accelerator.hpp>
#include <string>
#include <string_view>

namespace penstock::testing {

// True when PENSTOCK_EXPECT_BACKENDS names the accelerator: its absence is then a failure.
inline bool is_expected(std::string_view accelerator) {
  const char* expected = std::getenv("PENSTOCK_EXPECT_BACKENDS");
  if (expected == nullptr) return false;
  return (" " + std::string(expected) + " ").find(" " + std::string(accelerator) + " ") !=
         std::string::npos;
}

}  // namespace penstock::testing

// Leaves the test where the accelerator is absent: skipped with the reason, or failed when
// expected.
#define PENSTOCK_REQUIRE_BACKEND(name)                                                      \
  do {                                                                                      \
    const auto& found = ::penstock::availability(::penstock::parse_accelerator(name));      \
    if (!found.available) {                                                                 \
      if (::penstock::testing::is_expected(name)) FAIL() << (name) << " was expected here"; \
      GTEST_SKIP() << (name) << " is not installed on this machine";                        \
    }                                                                                       \
  } while (false)
