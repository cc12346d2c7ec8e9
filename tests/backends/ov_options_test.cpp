// SPDX-License-Identifier: Apache-2.0
// Devices, properties and files of the ov backend (docs/backends/ov.md).
#include <gmock/gmock.h>

#include <filesystem>
#include <penstock/error.hpp>

#include "backends/plugin.hpp"
#include "backends/session.hpp"
#include "support/backends.hpp"
#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using Options = std::vector<std::pair<std::string, std::string>>;

class OvOptions : public ::testing::Test {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND("ov"); }

  static void open(const Options& options, const std::string& device = "",
                   const fs::path& path = PENSTOCK_CONFORMANCE_DATA "/linear.xml") {
    SessionOptions given;
    given.model_path = path;
    given.options = options;
    given.device = device;
    const Session session(load_backend(Accelerator::ov, availability(Accelerator::ov).library),
                          given);
  }

  static Error refusal(const Options& options, const std::string& device = "",
                       const fs::path& path = PENSTOCK_CONFORMANCE_DATA "/linear.xml") {
    try {
      open(options, device, path);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "accepted";
    return Error(ErrorCode::internal, "");
  }
};

TEST_F(OvOptions, DevicesInAnySpellingAreTaken) {
  for (const char* device : {"cpu", "CPU", "-1", "auto", "AUTO:CPU", "hetero:cpu"})
    open({}, device);
}

TEST_F(OvOptions, AnAbsentDeviceIsRefusedWithThoseThatExist) {
  for (const char* device : {"tpu", "AUTO:TPU", "cuda:0"}) {
    const Error error = refusal({}, device);
    EXPECT_EQ(error.code(), ErrorCode::unavailable);
    EXPECT_THAT(error.what(), HasSubstr("Available: CPU"));
  }
}

TEST_F(OvOptions, OurNamesAndOpenVinosPropertiesAreTaken) {
  const testing::TemporaryFolder folder;
  open({{"precision", "float32"}, {"num_threads", "1"}, {"cache_dir", folder.path().string()}});
  open({{"INFERENCE_PRECISION_HINT", "f32"}, {"NUM_STREAMS", "1"}, {"dynamic_shapes", "false"}});
  open({{"PERFORMANCE_HINT", "THROUGHPUT"}, {"huge_pages", "true"}});
}

TEST_F(OvOptions, AWrongValueNamesTheOption) {
  EXPECT_THAT(refusal({{"huge_pages", "some"}}).what(), HasSubstr("huge_pages"));
}

TEST_F(OvOptions, AnUnknownPropertyCarriesTheRuntimesWords) {
  const Error error = refusal({{"NO_SUCH_PROPERTY", "1"}});
  EXPECT_EQ(error.code(), ErrorCode::backend);
  EXPECT_THAT(error.what(), HasSubstr("NO_SUCH_PROPERTY"));
}

TEST_F(OvOptions, OneSettingUnderTwoNamesIsRefused) {
  EXPECT_THAT(refusal({{"precision", "f32"}, {"INFERENCE_PRECISION_HINT", "bf16"}}).what(),
              HasSubstr("given twice"));
}

TEST_F(OvOptions, MissingWeightsAreNamed) {
  const testing::TemporaryFolder folder;
  fs::copy(PENSTOCK_CONFORMANCE_DATA "/linear.xml", folder.path() / "m.xml");
  const Error error = refusal({}, "", folder.path() / "m.xml");
  EXPECT_EQ(error.code(), ErrorCode::not_found);
  EXPECT_THAT(error.what(), HasSubstr("m.bin"));
}

TEST_F(OvOptions, WeightsCutShortAreNamedWithBothSizes) {
  const testing::TemporaryFolder folder;
  fs::copy(PENSTOCK_CONFORMANCE_DATA "/linear.xml", folder.path() / "m.xml");
  folder.write("m.bin", "1234567");
  const Error error = refusal({}, "", folder.path() / "m.xml");
  EXPECT_EQ(error.code(), ErrorCode::io);
  EXPECT_THAT(error.what(), HasSubstr("reads 24 bytes"));
  EXPECT_THAT(error.what(), HasSubstr("it has 7"));
}

TEST_F(OvOptions, AGraphWithoutConstantsNeedsNoWeights) {
  const testing::TemporaryFolder folder;
  fs::copy(PENSTOCK_CONFORMANCE_DATA "/add.xml", folder.path() / "m.xml");
  EXPECT_NO_THROW(open({}, "", folder.path() / "m.xml"));
}

}  // namespace
}  // namespace penstock
