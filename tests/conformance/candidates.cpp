// SPDX-License-Identifier: Apache-2.0
#include "conformance/candidates.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <penstock/accelerator.hpp>

#include "support/backends.hpp"

namespace penstock::testing {

void PrintTo(const Candidate& candidate, std::ostream* out) { *out << candidate.name; }

std::vector<Candidate> candidates() {
  const Candidate fake{.name = "fake",
                       .accelerator = "",
                       .extension = ".json",
                       .calculates = false,
                       .has_external_data = false,
                       .checks_fixed_shapes = false,
                       .state_graph = "accumulate"};
  const Candidate ort{.name = "ort", .accelerator = "ort", .extension = ".onnx", .state_graph = ""};
  // Fixed batch and sequence dimensions are opened, as optimum-intel does. The processor's plug-in
  // calculates int64 as int32 and float64 as float32.
  const Candidate ov_onnx{.name = "ov_onnx",
                          .accelerator = "ov",
                          .extension = ".onnx",
                          .checks_fixed_shapes = false,
                          .wide_numbers = false,
                          .state_graph = ""};
  const Candidate ov{.name = "ov",
                     .accelerator = "ov",
                     .extension = ".xml",
                     .has_external_data = false,
                     .checks_fixed_shapes = false,
                     .wide_numbers = false,
                     .state_graph = "accumulate"};
  // Declared shapes are those of the note in the archive; weights lie inside it.
  const Candidate ipex{.name = "ipex",
                       .accelerator = "ipex",
                       .extension = ".pt",
                       .has_external_data = false,
                       .state_graph = ""};
  return {fake, ort, ov_onnx, ov, ipex};
}

std::string candidate_name(const ::testing::TestParamInfo<Candidate>& info) {
  return info.param.name;
}

void BackendSuite::SetUp() {
  const Candidate& candidate = GetParam();
  if (candidate.accelerator.empty()) {
    backend_ = load_plugin(std::filesystem::path(PENSTOCK_PLUGIN_DIR) / "libpenstock_fake.so", "");
    return;
  }
  PENSTOCK_REQUIRE_BACKEND(candidate.accelerator);
  const Accelerator accelerator = parse_accelerator(candidate.accelerator);
  backend_ = load_backend(accelerator, availability(accelerator).library);
}

std::filesystem::path BackendSuite::data() {
  return std::filesystem::path(__FILE__).parent_path() / "data";
}

std::filesystem::path BackendSuite::graph(const std::string& name) const {
  return data() / (name + GetParam().extension);
}

Session BackendSuite::open(const std::string& graph_name) const {
  SessionOptions options;
  options.model_path = graph(graph_name);
  return Session(backend_, options);
}

Tensor floats(Shape shape, const std::vector<float>& values) {
  Tensor tensor = Tensor::zeros(DType::float32, std::move(shape));
  std::copy(values.begin(), values.end(), tensor.values<float>().begin());
  return tensor;
}

std::vector<float> values_of(const Tensor& tensor) {
  const Tensor converted = tensor.to_float32();
  const std::span<const float> values = converted.values<float>();
  return {values.begin(), values.end()};
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace penstock::testing
