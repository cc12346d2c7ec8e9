// SPDX-License-Identifier: Apache-2.0
#include "core/environment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

class EnvironmentTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = temporary_.path();
    temporary_.write("file.txt", "hello world");
    fs::create_directories(folder_ / "inner");
  }

  testing::TemporaryFolder temporary_;
  fs::path folder_;
  const Environment& env_ = system_environment();
};

TEST_F(EnvironmentTest, ListsFilesAndFolders) {
  auto names = env_.list(folder_);
  ASSERT_TRUE(names.has_value());
  std::ranges::sort(*names);
  EXPECT_EQ(*names, (DirectoryListing{"file.txt", "inner"}));
  EXPECT_TRUE(env_.is_file(folder_ / "file.txt"));
  EXPECT_TRUE(env_.is_directory(folder_ / "inner"));
}

TEST_F(EnvironmentTest, AnAbsentFolderHasNoListing) {
  EXPECT_FALSE(env_.list(folder_ / "absent").has_value());
  EXPECT_FALSE(env_.resolve(folder_ / "absent").has_value());
}

TEST_F(EnvironmentTest, ReadsOnlyTheHeadAskedFor) {
  EXPECT_EQ(env_.read_head(folder_ / "file.txt", 5), "hello");
  EXPECT_EQ(env_.read_head(folder_ / "file.txt", 100), "hello world");
  EXPECT_FALSE(env_.read_head(folder_ / "absent", 5).has_value());
}

TEST_F(EnvironmentTest, ReadsARangeAsFarAsTheFileGoes) {
  EXPECT_EQ(env_.read_range(folder_ / "file.txt", 6, 3), "wor");
  EXPECT_EQ(env_.read_range(folder_ / "file.txt", 6, 100), "world");
  EXPECT_EQ(env_.read_range(folder_ / "file.txt", 100, 5), "");
  EXPECT_EQ(env_.read_range(folder_ / "file.txt", ~std::uint64_t{0}, 5), "");
  EXPECT_FALSE(env_.read_range(folder_ / "inner", 0, 5).has_value());
}

TEST_F(EnvironmentTest, TellsAFilesSize) {
  EXPECT_EQ(env_.file_size(folder_ / "file.txt"), 11U);
  EXPECT_FALSE(env_.file_size(folder_ / "absent").has_value());
}

TEST_F(EnvironmentTest, TellsTheCurrentFolder) {
  EXPECT_EQ(env_.current_directory(), fs::current_path());
}

TEST_F(EnvironmentTest, ResolvesLinks) {
  fs::create_symlink(folder_ / "file.txt", folder_ / "link");
  EXPECT_EQ(env_.resolve(folder_ / "link"), fs::canonical(folder_ / "file.txt"));
}

TEST_F(EnvironmentTest, TellsAnUnsetVariableFromAnEmptyOne) {
  ASSERT_EQ(setenv("PENSTOCK_TEST_EMPTY", "", 1), 0);
  EXPECT_EQ(env_.variable("PENSTOCK_TEST_EMPTY"), "");
  EXPECT_FALSE(env_.variable("PENSTOCK_TEST_UNSET").has_value());
}

}  // namespace
}  // namespace penstock
