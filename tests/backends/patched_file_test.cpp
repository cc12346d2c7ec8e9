// SPDX-License-Identifier: Apache-2.0
#include "sdk/patched_file.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "sdk/failure.hpp"
#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

const auto kPage = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));

std::string numbered(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 23);
  return text;
}

std::string read_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class PatchedFile : public ::testing::Test {
 protected:
  // What the file looks like, before and after its pages were dropped.
  void check(std::size_t size, std::size_t offset, const std::string& in_place,
             const std::string& appended) {
    const fs::path path = folder_.path() / "file";
    const std::string before = numbered(size);
    std::ofstream(path, std::ios::binary) << before;
    std::string expected = before;
    expected.replace(offset, in_place.size(), in_place);
    expected += appended;
    const sdk::PatchedFile file(path.string(), offset, in_place, appended);
    const auto text = [&] { return std::string(file.bytes().data(), file.bytes().size()); };
    EXPECT_TRUE(text() == expected) << size << " bytes, change at " << offset;
    file.drop_pages();
    EXPECT_TRUE(text() == expected) << size << " bytes, change at " << offset << ", dropped";
    EXPECT_TRUE(read_file(path) == before);
  }

  testing::TemporaryFolder folder_;
};

TEST_F(PatchedFile, ShowsTheChangesAndLeavesTheFileAlone) {
  check(10, 3, "XY", "tail");
  check(10, 0, "", "");
  check(0, 0, "", "tail");
  check(5 * kPage + 17, 2 * kPage + 5, "XYZ", "tail");
}

TEST_F(PatchedFile, ChangesMayLieAtTheEdgesOfPages) {
  for (const std::size_t size : {3 * kPage - 1, 3 * kPage, 3 * kPage + 1}) {
    for (const std::size_t offset : {std::size_t{0}, kPage - 2, kPage, 2 * kPage - 4, size - 4})
      check(size, offset, "WXYZ", numbered(kPage + 9));
  }
}

TEST_F(PatchedFile, OtherFilesAreRefusedByName) {
  const fs::path path = folder_.path() / "file";
  const auto refusal = [&]() -> std::string {
    try {
      const sdk::PatchedFile file(path.string(), 8, "XYZ", "");
    } catch (const sdk::Failure& failure) {
      return failure.what();
    }
    return "";
  };
  EXPECT_THAT(refusal(), ::testing::HasSubstr(path.string()));
  std::ofstream(path) << "0123456789";
  EXPECT_THAT(refusal(), ::testing::HasSubstr(path.string()));
  fs::remove(path);
  fs::create_directory(path);
  EXPECT_THAT(refusal(), ::testing::HasSubstr(path.string()));
}

}  // namespace
}  // namespace penstock
