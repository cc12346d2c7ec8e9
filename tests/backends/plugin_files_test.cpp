// SPDX-License-Identifier: Apache-2.0
#include "backends/plugin_files.hpp"

#include <gmock/gmock.h>

#include "backends/fake_environment.hpp"

namespace penstock {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

std::vector<std::string> folders(const FakeEnvironment& env, const std::string& own) {
  std::vector<std::string> all;
  for (const auto& folder : plugin_folders(env, own)) all.push_back(folder.string());
  return all;
}

TEST(PluginFolders, ThoseOfTheVariableComeFirst) {
  FakeEnvironment env;
  env.set("PENSTOCK_PLUGIN_PATH", "/a:/b");
  EXPECT_THAT(folders(env, "/app"), ElementsAre("/a", "/b", "/app", "/app/penstock"));
  EXPECT_THAT(folders(env, ""), ElementsAre("/a", "/b"));
}

TEST(PluginFolders, AnInstalledProgramFindsThemInItsPrefix) {
  const std::vector<std::string> all = folders(FakeEnvironment(), "/opt/penstock/bin");
  EXPECT_THAT(all, Contains(::testing::MatchesRegex("/opt/penstock/lib.*/penstock")));
}

TEST(PluginFolders, ABuildTreeIsKnownByItsCache) {
  FakeEnvironment env;
  env.add_file("/src/build/release/CMakeCache.txt");
  EXPECT_THAT(folders(env, "/src/build/release/apps/cli"), Contains("/src/build/release/plugins"));
  EXPECT_THAT(folders(env, "/src/build/release"), Contains("/src/build/release/plugins"));
  EXPECT_THAT(folders(env, "/src/build/other/apps/cli"), Not(Contains("/src/build/other/plugins")));
}

TEST(PluginsIn, TheHighestNameFirst) {
  FakeEnvironment env;
  for (const char* name : {"libpenstock_ipex_torch2.8.so", "libpenstock_ipex_torch2.9.so",
                           "libpenstock_torch2.8.so", "libpenstock_ipex.txt"})
    env.add_file(std::string("/p/") + name);
  EXPECT_THAT(plugins_in(env, "/p", "ipex"),
              ElementsAre("/p/libpenstock_ipex_torch2.9.so", "/p/libpenstock_ipex_torch2.8.so"));
  EXPECT_THAT(plugins_in(env, "/nowhere", "ipex"), ElementsAre());
}

}  // namespace
}  // namespace penstock
