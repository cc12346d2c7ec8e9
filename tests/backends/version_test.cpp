// SPDX-License-Identifier: Apache-2.0
#include "backends/version.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <penstock/accelerator.hpp>
#include <penstock/error.hpp>
#include <vector>

namespace penstock {
namespace {

// The lines of one kind in data/versions.tsv, which Python's `packaging` answered.
std::vector<std::vector<std::string>> golden(const std::string& kind) {
  std::ifstream file(PENSTOCK_BACKENDS_DATA "/versions.tsv");
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> cells;
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t end = std::min(line.find('\t', begin), line.size());
      cells.push_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
    if (cells.front() == kind) rows.push_back(cells);
  }
  return rows;
}

TEST(Version, IsWrittenAsPackagingWritesIt) {
  const auto rows = golden("normal");
  ASSERT_GT(rows.size(), 100U);
  for (const auto& row : rows) {
    const auto version = Version::parse(row.at(1));
    ASSERT_TRUE(version) << row.at(1);
    EXPECT_EQ(version->to_string(), row.at(2)) << row.at(1);
  }
}

TEST(Version, RefusesWhatPackagingRefuses) {
  const auto rows = golden("invalid");
  ASSERT_GT(rows.size(), 30U);
  for (const auto& row : rows) EXPECT_FALSE(Version::parse(row.at(1))) << row.at(1);
}

TEST(Version, IsOrderedAsPackagingOrdersIt) {
  const auto rows = golden("compare");
  ASSERT_GT(rows.size(), 300U);
  for (const auto& row : rows) {
    const auto order = *Version::parse(row.at(1)) <=> *Version::parse(row.at(2));
    const int sign = order < 0 ? -1 : order > 0 ? 1 : 0;
    EXPECT_EQ(std::to_string(sign), row.at(3)) << row.at(1) << " and " << row.at(2);
  }
}

TEST(Version, TellsTheNumbersOfItsRelease) {
  const auto version = Version::parse("1!2.08");
  EXPECT_EQ(version->release(0), "2");
  EXPECT_EQ(version->release(1), "8");
  EXPECT_EQ(version->release(2), "0");
}

TEST(CompareVersions, KnowsTheSixOperators) {
  for (const auto& row : golden("compare")) {
    const int sign = std::stoi(row.at(3));
    const auto holds = [&](std::string_view op) { return compare_versions(row[1], op, row[2]); };
    EXPECT_EQ(holds(">"), sign > 0) << row[1] << " and " << row[2];
    EXPECT_EQ(holds(">="), sign >= 0);
    EXPECT_EQ(holds("=="), sign == 0);
    EXPECT_EQ(holds("!="), sign != 0);
    EXPECT_EQ(holds("<="), sign <= 0);
    EXPECT_EQ(holds("<"), sign < 0);
  }
}

std::string error_of(std::string_view version, std::string_view operation,
                     std::string_view requirement) {
  try {
    static_cast<void>(compare_versions(version, operation, requirement));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  return "no error";
}

TEST(CompareVersions, RefusesAnotherOperatorInTheReferencesWords) {
  EXPECT_EQ(error_of("1.0", "=", "1.0"),
            "`operation` must be one of ['>', '>=', '==', '!=', '<=', '<'], received =");
  EXPECT_EQ(error_of("not a version", "~=", "1.0"),
            "`operation` must be one of ['>', '>=', '==', '!=', '<=', '<'], received ~=");
}

TEST(CompareVersions, RefusesWhatIsNoVersion) {
  EXPECT_EQ(error_of("one", ">", "1.0"), "Invalid version: 'one'");
  EXPECT_EQ(error_of("1.0", ">", ""), "Invalid version: ''");
}

}  // namespace
}  // namespace penstock
