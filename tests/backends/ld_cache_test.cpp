// SPDX-License-Identifier: Apache-2.0
#include "backends/ld_cache.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

#include "backends/installed.hpp"

namespace penstock {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

std::string number(std::uint32_t value) {
  std::string bytes(sizeof(value), '\0');
  std::memcpy(bytes.data(), &value, sizeof(value));
  return bytes;
}

// What ldconfig writes (format 1.1): header, table, texts.
std::string cache(const Entries& entries) {
  std::string bytes = "glibc-ld.so.cache1.1" + number(static_cast<std::uint32_t>(entries.size()));
  bytes.resize(48, '\0');
  std::string texts;
  const std::size_t texts_at = 48 + 24 * entries.size();
  const auto keep = [&](const std::string& text) {
    const auto offset = static_cast<std::uint32_t>(texts_at + texts.size());
    texts += text;
    texts.push_back('\0');
    return number(offset);
  };
  for (const auto& [soname, path] : entries) {
    bytes += number(0x0303) + keep(soname) + keep(path) + std::string(12, '\0');
  }
  return bytes + texts;
}

std::string with_old_table(const std::string& new_part, std::uint32_t old_entries) {
  std::string bytes = "ld.so-1.7.0";
  bytes.push_back('\0');
  bytes += number(old_entries) + std::string(12 * old_entries, 'x');
  bytes.resize((bytes.size() + 7) / 8 * 8, '\0');
  return bytes + new_part;
}

const Entries kEntries{{"libz.so.1", "/lib/libz.so.1"},
                       {"libonnxruntime_providers_shared.so", "/lib/no.so"},
                       {"libonnxruntime.so.1.21", "/lib/libonnxruntime.so.1.21"},
                       {"libonnxruntime.so.1.9", "/lib/libonnxruntime.so.1.9"}};

void expect_both(const std::string& bytes) {
  const auto found = ld_cache_entries(bytes, "libonnxruntime.so");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ(found->at(0).soname, "libonnxruntime.so.1.21");
  EXPECT_EQ(found->at(0).path, "/lib/libonnxruntime.so.1.21");
  EXPECT_EQ(found->at(1).path, "/lib/libonnxruntime.so.1.9");
}

TEST(LdCache, FindsEntriesByStem) { expect_both(cache(kEntries)); }

TEST(LdCache, SkipsTheOldTable) {
  expect_both(with_old_table(cache(kEntries), 3));
  expect_both(with_old_table(cache(kEntries), 0));
}

TEST(LdCache, OtherFilesAreNoCache) {
  EXPECT_FALSE(ld_cache_entries("", "lib.so"));
  EXPECT_FALSE(ld_cache_entries("text", "lib.so"));
  EXPECT_FALSE(ld_cache_entries(with_old_table("", 4), "lib.so"));
  EXPECT_FALSE(ld_cache_entries("ld.so-1.7.0", "lib.so"));
}

TEST(LdCache, TruncatedAndDamagedCachesDoNoHarm) {
  const std::string whole = with_old_table(cache(kEntries), 1);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    static_cast<void>(ld_cache_entries(whole.substr(0, size), "libonnxruntime.so"));
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = '\xff';
    static_cast<void>(ld_cache_entries(damaged, "libonnxruntime.so"));
  }
}

TEST(LdCache, ASystemLibraryIsFoundWithTheReleaseOfItsFile) {
  FakeEnvironment env;
  env.add_file("/etc/ld.so.cache", cache(kEntries));
  env.add_file("/lib/libonnxruntime.so.1.21.0", library_exporting("OrtGetApiBase"));
  env.add_link("/lib/libonnxruntime.so.1.21", "libonnxruntime.so.1.21.0");
  const Availability found = detect(env, Accelerator::ort);
  EXPECT_TRUE(found.available);
  EXPECT_EQ(found.version, "1.21.0");
  EXPECT_EQ(found.library, "/lib/libonnxruntime.so.1.21");
  EXPECT_EQ(found.distribution, std::nullopt);
}

TEST(LdCache, AnEntryWhoseFileIsGoneIsNotedAndTheNextIsTaken) {
  FakeEnvironment env;
  env.add_file("/etc/ld.so.cache", cache(kEntries));
  env.add_file("/lib/libonnxruntime.so.1.9", library_exporting("OrtGetApiBase"));
  const auto answer = [](Accelerator, const auto&) { return std::optional<std::string>("1.9.0"); };
  const Availability found = detect(env, Accelerator::ort, answer);
  EXPECT_EQ(found.version, "1.9.0");
  EXPECT_EQ(outcome_at(found, "/lib/libonnxruntime.so.1.21"),
            "found: is not a file, or a link that leads nowhere");
}

TEST(LdCache, TheSystemsOwnCacheIsUnderstood) {
  const auto bytes = system_environment().read_head("/etc/ld.so.cache", 1 << 24);
  if (!bytes) GTEST_SKIP() << "this system has no /etc/ld.so.cache";
  const auto found = ld_cache_entries(*bytes, "libc.so");
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->empty());
  EXPECT_TRUE(system_environment().is_file(found->front().path));
}

}  // namespace
}  // namespace penstock
