// SPDX-License-Identifier: Apache-2.0
// The plug-in itself over installations that it must refuse: nothing of them is loaded. Needs the
// plug-in, not torch.
#include <gmock/gmock.h>

#include <filesystem>
#include <penstock/error.hpp>

#include "backends/plugin.hpp"
#include "support/backends.hpp"
#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class IpexGate : public ::testing::Test {
 protected:
  void SetUp() override {
    if (fs::exists(kPlugin)) return;
    if (testing::is_expected("ipex")) FAIL() << kPlugin << " was expected here";
    GTEST_SKIP() << "the plug-in was not built: no headers of torch";
  }

  void install(const std::string& package, const std::string& library, const std::string& version,
               const std::string& content = "no library") const {
    site_.write(package + "/lib/" + library, content);
    site_.write(package + "-" + version + ".dist-info/METADATA",
                "Metadata-Version: 2.1\nName: " + package + "\nVersion: " + version + "\n");
  }
  void install_ipex(const std::string& version) const {
    install("intel_extension_for_pytorch", "libintel-ext-pt-cpu.so", version);
  }
  void install_torch(const std::string& version) const {
    install("torch", "libtorch_cpu.so", version);
  }

  [[nodiscard]] std::string refusal() const {
    const fs::path ipex = site_.path() / "intel_extension_for_pytorch/lib/libintel-ext-pt-cpu.so";
    const auto backend = load_plugin(kPlugin, ipex.string());
    try {
      (void)backend->runtime_version();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::unavailable);
      return error.what();
    }
    ADD_FAILURE() << "it was loaded";
    return "";
  }

  testing::TemporaryFolder site_;

 private:
  const fs::path kPlugin = fs::path(PENSTOCK_PLUGIN_DIR) / "libpenstock_ipex_torch2.8.so";
};

TEST_F(IpexGate, WithoutIpex) {
  EXPECT_THAT(refusal(), HasSubstr("libintel-ext-pt-cpu.so is not there"));
}

TEST_F(IpexGate, WithoutTorch) {
  install_ipex("2.8.0");
  EXPECT_THAT(refusal(), HasSubstr("torch/lib/libtorch_cpu.so is not there"));
}

TEST_F(IpexGate, AnotherTorchIsNamedWithItsPlace) {
  install_ipex("2.8.0");
  install_torch("2.15.0");
  EXPECT_THAT(refusal(), HasSubstr("needs torch 2.8.x, found 2.15.0 at " + site_.path().string()));
}

TEST_F(IpexGate, AReleaseThatOnlyBeginsAlikeIsAnotherOne) {
  install_ipex("2.8.0");
  install_torch("2.80.1");
  EXPECT_THAT(refusal(), HasSubstr("found 2.80.1"));
}

TEST_F(IpexGate, AnotherIpexIsNamed) {
  install_ipex("2.7.10");
  install_torch("2.8.0");
  EXPECT_THAT(refusal(), HasSubstr("needs intel_extension_for_pytorch 2.8.x, found 2.7.10"));
}

TEST_F(IpexGate, ATorchThatStatesNoVersionIsRefused) {
  install_ipex("2.8.0");
  site_.write("torch/lib/libtorch_cpu.so", "no library");
  EXPECT_THAT(refusal(), HasSubstr("found one that states no version"));
}

TEST_F(IpexGate, VersionPyTellsWhereThereIsNoMetadata) {
  install_ipex("2.8.0");
  site_.write("torch/lib/libtorch_cpu.so", "no library");
  site_.write("torch/version.py", "__all__ = []\n__version__ = '2.9.1+cpu'\n");
  EXPECT_THAT(refusal(), HasSubstr("found 2.9.1+cpu"));
}

TEST_F(IpexGate, ABrokenTorchCarriesTheLoadersWords) {
  install_ipex("2.8.0");
  install_torch("2.8.0");
  EXPECT_THAT(refusal(), HasSubstr("libtorch_cpu.so cannot be loaded"));
}

}  // namespace
}  // namespace penstock
