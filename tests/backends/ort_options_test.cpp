// SPDX-License-Identifier: Apache-2.0
// Execution providers, devices and options of the ort backend (docs/backends/ort.md).
#include <gmock/gmock.h>

#include <penstock/error.hpp>

#include "backends/plugin.hpp"
#include "backends/session.hpp"
#include "support/backends.hpp"

namespace penstock {
namespace {

using ::testing::HasSubstr;
using Options = std::vector<std::pair<std::string, std::string>>;

class OrtOptions : public ::testing::Test {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND("ort"); }

  static void open(const Options& options, const std::string& device = "") {
    SessionOptions given;
    given.model_path = PENSTOCK_CONFORMANCE_DATA "/add.onnx";
    given.options = options;
    given.device = device;
    const Session session(load_backend(Accelerator::ort, availability(Accelerator::ort).library),
                          given);
  }

  static std::string refusal(const Options& options, const std::string& device = "") {
    try {
      open(options, device);
    } catch (const Error& error) {
      return error.what();
    }
    ADD_FAILURE() << "accepted";
    return "";
  }

  // As a Python list, without the provider for remote endpoints.
  static std::string available() {
    std::string text = "[";
    for (const std::string& name : devices(Accelerator::ort))
      text += (text.size() > 1 ? ", '" : "'") + name + "'";
    return text + "]";
  }
};

TEST_F(OrtOptions, EveryOptionIsTaken) {
  open({{"provider", "CPUExecutionProvider"},
        {"graph_optimization_level", "ORT_ENABLE_EXTENDED"},
        {"execution_mode", "ORT_SEQUENTIAL"},
        {"intra_op_num_threads", "1"},
        {"inter_op_num_threads", "1"},
        {"allow_spinning", "false"},
        {"enable_cpu_mem_arena", "false"},
        {"enable_mem_pattern", "true"},
        {"logits_start", "false"},
        {"huge_pages", "true"},
        {"session.disable_prepacking", "1"}});
}

TEST_F(OrtOptions, AnAbsentProviderIsRefusedInOptimumsWords) {
  EXPECT_EQ(refusal({{"provider", "NoSuchExecutionProvider"}}),
            "Asked to use NoSuchExecutionProvider as an ONNX Runtime execution provider, but the "
            "available execution providers are " +
                available() + ".");
}

TEST_F(OrtOptions, AzureIsNotAmongTheDevices) {
  EXPECT_THAT(devices(Accelerator::ort),
              ::testing::Not(::testing::Contains("AzureExecutionProvider")));
  EXPECT_THAT(devices(Accelerator::ort), ::testing::Contains("CPUExecutionProvider"));
}

TEST_F(OrtOptions, ProvidersAreAListOfEitherSpelling) {
  open({{"providers", "CPUExecutionProvider"}});
  open({{"providers", R"(["CPUExecutionProvider"])"}});
  EXPECT_THAT(refusal({{"providers", "CPUExecutionProvider, Nope"}}), HasSubstr("use Nope as"));
  EXPECT_THAT(refusal({{"providers", R"(["CPUExecutionProvider", "Nope"])"}}),
              HasSubstr("use Nope as"));
  EXPECT_THAT(refusal({{"providers", "[1]"}}), HasSubstr("list of names"));
  EXPECT_THAT(refusal({{"providers", " , "}}), HasSubstr("names no execution provider"));
}

TEST_F(OrtOptions, ProviderOptionsMatchTheProvidersInNumber) {
  open({{"provider_options", "{}"}});
  EXPECT_EQ(refusal({{"provider_options", "[{}, {}]"}}),
            "When passing a list of provider options, it should be the same length as the list of "
            "providers. Got 2 provider options for 1 providers.");
  EXPECT_THAT(refusal({{"provider_options", "{"}}), HasSubstr("not valid JSON"));
  EXPECT_THAT(refusal({{"provider_options", "7"}}), HasSubstr("JSON object"));
}

TEST_F(OrtOptions, DevicesOfTheProcessorAreTaken) {
  for (const char* device : {"cpu", "CPU", "-1"}) open({}, device);
}

TEST_F(OrtOptions, AGpuNeedsItsProvider) {
  for (const char* device : {"cuda", "cuda:1", "0"})
    EXPECT_THAT(refusal({}, device), HasSubstr("Asked to use CUDAExecutionProvider as"));
}

TEST_F(OrtOptions, AnUnknownDeviceIsRefusedWithThoseThatExist) {
  for (const char* device : {"tpu", "cuda:x", "cuda:", "gpu", "99999"})
    EXPECT_THAT(refusal({}, device), HasSubstr("'cuda:N'")) << device;
}

TEST_F(OrtOptions, WrongValuesNameTheOptionAndWhatIsAllowed) {
  EXPECT_THAT(refusal({{"intra_op_num_threads", "many"}}),
              HasSubstr("intra_op_num_threads='many'"));
  EXPECT_THAT(refusal({{"huge_pages", "some"}}), HasSubstr("huge_pages"));
  EXPECT_THAT(refusal({{"execution_mode", "fast"}}), HasSubstr("ORT_SEQUENTIAL, ORT_PARALLEL"));
  EXPECT_THAT(refusal({{"graph_optimization_level", "7"}}), HasSubstr("ORT_ENABLE_ALL"));
}

}  // namespace
}  // namespace penstock
