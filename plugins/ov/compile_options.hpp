// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ov/runtime.hpp"
#include "sdk/backend.hpp"

namespace penstock::ov {

struct CompileOptions {
  std::string device;
  std::vector<std::pair<std::string, std::string>> properties;
  bool logits_start = false;   // add the input that leaves out logits, where the graph allows it
  bool dynamic_shapes = true;  // open the batch and sequence dimensions of a graph that fixes them
};

// The caller's options (docs/backends/ov.md) over Penstock's defaults, and the device's name as
// OpenVINO spells it. Throws Failure{PENSTOCK_INVALID_ARGUMENT, PENSTOCK_UNAVAILABLE}.
[[nodiscard]] CompileOptions make_compile_options(const Runtime& runtime,
                                                  const sdk::SessionOptions& given);

}  // namespace penstock::ov
