// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <exception>
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

// Why an accelerator cannot be tested here; empty when it can. That of a plug-in which is not built
// where torch's headers are missing shows when it is loaded.
inline std::string why_absent(std::string_view name) {
  const Availability& found = availability(parse_accelerator(name));
  if (!found.available) return "is not installed on this machine";
  if (found.accelerator != Accelerator::ipex) return {};
  try {
    (void)devices(found.accelerator);
    return {};
  } catch (const std::exception& error) {
    return std::string("cannot be loaded: ") + error.what();
  }
}

}  // namespace penstock::testing

// Leaves the test where the accelerator is absent: skipped with the reason, or failed when
// expected.
#define PENSTOCK_REQUIRE_BACKEND(name)                                \
  do {                                                                \
    const std::string absent = ::penstock::testing::why_absent(name); \
    if (!absent.empty()) {                                            \
      if (::penstock::testing::is_expected(name))                     \
        FAIL() << (name) << " was expected here, but " << absent;     \
      GTEST_SKIP() << (name) << " " << absent;                        \
    }                                                                 \
  } while (false)
