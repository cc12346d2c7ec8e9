// SPDX-License-Identifier: Apache-2.0
#include "core/ascii.hpp"

#include <gtest/gtest.h>

namespace penstock {
namespace {

TEST(Ascii, LettersChangeCase) {
  EXPECT_EQ(ascii::lower("@AZ[ az 09"), "@az[ az 09");
  EXPECT_EQ(ascii::upper("`az{ AZ 09"), "`AZ{ AZ 09");
}

TEST(Ascii, OtherBytesStay) {
  EXPECT_EQ(ascii::lower("\xC3\x84\xFF"), "\xC3\x84\xFF");
  EXPECT_EQ(ascii::upper("\xC3\xA4\xFF"), "\xC3\xA4\xFF");
}

}  // namespace
}  // namespace penstock
