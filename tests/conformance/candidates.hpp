// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "backends/plugin.hpp"
#include "backends/session.hpp"

// The backends that the suite runs on. The tests know none of them: what one does differently is
// declared here.

namespace penstock::testing {

struct Candidate {
  std::string name;         // of the test
  std::string accelerator;  // empty: the plug-in of the tests
  std::string extension;    // of the graphs in data/
  bool calculates = true;   // has every graph, not only those that can be scripted
  bool has_external_data = true;
  bool checks_fixed_shapes = true;  // refuses another length than a graph's fixed one
  bool wide_numbers = true;         // calculates int64 and float64 in full
  std::string state_graph;          // a graph with a state, or empty
};

void PrintTo(const Candidate& candidate, std::ostream* out);

[[nodiscard]] std::vector<Candidate> candidates();
[[nodiscard]] std::string candidate_name(const ::testing::TestParamInfo<Candidate>& info);

// Skips with the reason where the backend's runtime is absent, or fails when it was expected
// (PENSTOCK_EXPECT_BACKENDS="ort ov").
class BackendSuite : public ::testing::TestWithParam<Candidate> {
 protected:
  void SetUp() override;

  [[nodiscard]] static std::filesystem::path data();
  [[nodiscard]] std::filesystem::path graph(const std::string& name) const;
  [[nodiscard]] std::shared_ptr<Backend> backend() const { return backend_; }
  [[nodiscard]] Session open(const std::string& graph_name) const;

 private:
  std::shared_ptr<Backend> backend_;
};

// float32 tensors on memory of their own.
[[nodiscard]] Tensor floats(Shape shape, const std::vector<float>& values);
[[nodiscard]] std::vector<float> values_of(const Tensor& tensor);
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

}  // namespace penstock::testing
