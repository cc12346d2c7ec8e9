// SPDX-License-Identifier: Apache-2.0
// From a plug-in file to its table, and every way in which one can be wrong.
#include "backends/plugin.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <penstock/error.hpp>

#include "backends/plugin_files.hpp"
#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

fs::path plugin(const char* name) {
  return fs::path(PENSTOCK_PLUGIN_DIR) / ("libpenstock_" + std::string(name) + ".so");
}

Error refusal(const fs::path& path, const std::string& library = "") {
  try {
    (void)load_plugin(path, library);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << path << " was accepted with '" << library << "'";
  return Error(ErrorCode::internal, "");
}

TEST(Plugin, TellsItsNameVersionAndDevices) {
  const auto backend = load_plugin(plugin("fake"), "anywhere");
  EXPECT_EQ(backend->name(), "fake");
  EXPECT_EQ(backend->runtime_version(), "0.1-fake");
  EXPECT_EQ(backend->devices(), (std::vector<std::string>{"FAKE", "FAKE.1"}));
}

TEST(Plugin, AMissingFileIsNamedWithTheLoadersWords) {
  const Error error = refusal("/nowhere/libpenstock_x.so");
  EXPECT_EQ(error.code(), ErrorCode::unavailable);
  EXPECT_THAT(error.what(), HasSubstr("/nowhere/libpenstock_x.so cannot be loaded"));
}

TEST(Plugin, AFileThatIsNoLibraryIsNamed) {
  const testing::TemporaryFolder folder;
  const Error error = refusal(folder.write("libpenstock_text.so", "not a library"));
  EXPECT_EQ(error.code(), ErrorCode::unavailable);
}

TEST(Plugin, ALibraryWithoutTheEntryPointIsNoBackend) {
  const Error error = refusal(plugin("not_a_backend"));
  EXPECT_EQ(error.code(), ErrorCode::unsupported);
  EXPECT_THAT(error.what(), HasSubstr("penstock_backend_init"));
}

TEST(Plugin, OneOfAnotherAbiSaysWhichItServes) {
  const Error error = refusal(plugin("old_abi"));
  EXPECT_EQ(error.code(), ErrorCode::unsupported);
  EXPECT_THAT(error.what(), HasSubstr("serves ABI 0 only"));
  EXPECT_THAT(error.what(), HasSubstr("libpenstock_old_abi.so"));
}

TEST(Plugin, AFailedStartCarriesItsWords) {
  const Error error = refusal(plugin("fake"), "refuse");
  EXPECT_EQ(error.code(), ErrorCode::unavailable);
  EXPECT_THAT(error.what(), HasSubstr("no runtime to be had today"));
}

TEST(Plugin, ATableOfAnotherAbiIsRefused) {
  EXPECT_THAT(refusal(plugin("fake"), "abi").what(), HasSubstr("its table has ABI 2"));
}

TEST(Plugin, ATableOfAnotherSizeIsRefused) {
  EXPECT_EQ(refusal(plugin("fake"), "size").code(), ErrorCode::unsupported);
}

class MissingSlot : public ::testing::TestWithParam<const char*> {};

TEST_P(MissingSlot, IsNamed) {
  const Error error = refusal(plugin("fake"), std::string("no-") + GetParam());
  EXPECT_EQ(error.code(), ErrorCode::unsupported);
  EXPECT_THAT(error.what(), HasSubstr(std::string(GetParam()) + " is NULL"));
}

INSTANTIATE_TEST_SUITE_P(Every, MissingSlot,
                         ::testing::Values("name", "runtime_version", "devices", "session_create",
                                           "session_release", "session_inputs", "session_outputs",
                                           "session_run", "state_create", "state_reset",
                                           "state_reorder", "state_release", "release"),
                         [](const auto& slot) { return std::string(slot.param); });

TEST(Plugin, ARuntimeThatCannotBeUsedFailsAtEachUse) {
  const auto backend = load_plugin(plugin("fake"), "old");
  EXPECT_THROW((void)backend->runtime_version(), Error);
  EXPECT_THROW((void)backend->devices(), Error);
}

TEST(CheckStatus, MapsEveryStatusToItsCode) {
  const auto code = [](PenstockStatus status) {
    PenstockError error{};
    try {
      check_status(status, error, "where");
    } catch (const Error& thrown) {
      return thrown.code();
    }
    return ErrorCode::internal;
  };
  EXPECT_EQ(code(PENSTOCK_INVALID_ARGUMENT), ErrorCode::invalid_argument);
  EXPECT_EQ(code(PENSTOCK_NOT_FOUND), ErrorCode::not_found);
  EXPECT_EQ(code(PENSTOCK_UNAVAILABLE), ErrorCode::unavailable);
  EXPECT_EQ(code(PENSTOCK_UNSUPPORTED), ErrorCode::unsupported);
  EXPECT_EQ(code(PENSTOCK_IO), ErrorCode::io);
  EXPECT_EQ(code(PENSTOCK_BACKEND_FAILED), ErrorCode::backend);
  EXPECT_EQ(code(PENSTOCK_CANCELLED), ErrorCode::cancelled);
  EXPECT_EQ(code(99), ErrorCode::internal);
}

// The built-in backends refuse, with the path, a library that is not theirs.
TEST(LoadBackend, ALibraryThatIsNotARuntimeFailsWhenUsed) {
  for (const Accelerator accelerator : {Accelerator::ort, Accelerator::ov}) {
    const std::string library = plugin("not_a_backend").string();
    const auto backend = load_backend(accelerator, library);
    try {
      (void)backend->runtime_version();
      FAIL() << library << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::unavailable);
      EXPECT_THAT(error.what(), HasSubstr("libpenstock_not_a_backend.so"));
    }
  }
}

TEST(LoadBackend, AMissingRuntimeFailsWhenUsed) {
  const auto backend = load_backend(Accelerator::ort, "/nowhere/libonnxruntime.so.1.99.0");
  EXPECT_THROW((void)backend->runtime_version(), Error);
  EXPECT_THROW((void)backend->runtime_version(), Error);
}

TEST(LoadBackend, OneForEachLibrary) {
  EXPECT_EQ(load_backend(Accelerator::ort, "/a"), load_backend(Accelerator::ort, "/a"));
  EXPECT_NE(load_backend(Accelerator::ort, "/a"), load_backend(Accelerator::ort, "/b"));
}

class IpexPlugin : public ::testing::Test {
 protected:
  void TearDown() override { ::unsetenv("PENSTOCK_PLUGIN_PATH"); }
  static void search(const fs::path& folder) {
    ::setenv("PENSTOCK_PLUGIN_PATH", folder.c_str(), 1);
  }
};

TEST_F(IpexPlugin, IsFoundByItsNameInThePluginPath) {
  const testing::TemporaryFolder folder;
  fs::copy(plugin("fake"), folder.path() / "libpenstock_ipex_torch2.8.so");
  search(folder.path());
  EXPECT_EQ(load_backend(Accelerator::ipex, "/found")->runtime_version(), "0.1-fake");
}

TEST_F(IpexPlugin, OneThatRefusesGivesWayToTheNext) {
  const testing::TemporaryFolder folder;
  fs::copy(plugin("old_abi"), folder.path() / "libpenstock_ipex_torch2.9.so");
  fs::copy(plugin("fake"), folder.path() / "libpenstock_ipex_torch2.8.so");
  search(folder.path());
  EXPECT_EQ(load_backend(Accelerator::ipex, "/second")->name(), "fake");
}

TEST_F(IpexPlugin, NoneToBeFoundTellsWhereWasSearchedAndWhoRefused) {
  const testing::TemporaryFolder folder;
  fs::copy(plugin("old_abi"), folder.path() / "libpenstock_ipex_torch2.9.so");
  const fs::path only[] = {folder.path()};
  try {
    (void)load_first_plugin("ipex", "/missing", only);
    FAIL() << "a backend was found";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unavailable);
    EXPECT_THAT(error.what(), HasSubstr(folder.path().string()));
    EXPECT_THAT(error.what(), HasSubstr("serves ABI 0 only"));
    EXPECT_THAT(error.what(), HasSubstr("PENSTOCK_PLUGIN_PATH"));
  }
}

}  // namespace
}  // namespace penstock
