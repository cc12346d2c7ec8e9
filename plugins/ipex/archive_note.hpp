// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What tools/export_torchscript.py writes into an archive beside the graph, as extra/penstock.json:
// TorchScript itself keeps neither element types nor shapes of a graph's inputs.

namespace penstock::ipex {

inline constexpr const char* kNoteName = "penstock.json";

struct NotedPort {
  std::string name;
  PenstockDType dtype = PENSTOCK_DTYPE_UNDEFINED;
  std::optional<std::vector<std::int64_t>> shape;  // -1: dynamic; none: of any rank
  std::vector<std::int64_t> sample;                // a shape to try the graph with; may be empty
};

struct ArchiveNote {
  std::vector<NotedPort> inputs;
  std::vector<NotedPort> outputs;
  bool bfloat16 = false;  // the graph calculates in bfloat16
  // By output: the first numbers that the float32 model gives on the sample (sample_inputs.hpp).
  std::map<std::string, std::vector<float>> expected;
};

// Throws Failure{PENSTOCK_IO} that names `origin`.
[[nodiscard]] ArchiveNote parse_note(std::string_view text, const std::string& origin);

}  // namespace penstock::ipex
