// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/accelerator.hpp>
#include <span>
#include <string_view>

#include "backends/distributions.hpp"

// The accelerators as data. A new one is one row here.

namespace penstock {

struct AcceleratorTraits {
  Accelerator accelerator;
  std::string_view name;        // "ort"
  std::string_view other_name;  // "onnxruntime"; empty when there is none
  std::string_view title;       // in sentences: "ONNX Runtime"
  const RuntimePackage* runtime;
  std::string_view override_variable;  // names this runtime's one place
  // Upstream, ov and ipex share one loader, which is told the accelerator; ort's loader is its own
  // and never receives that argument.
  bool loader_takes_accelerator;
};

// One row for each accelerator, in the order of the enum.
[[nodiscard]] std::span<const AcceleratorTraits> accelerator_table();
[[nodiscard]] const AcceleratorTraits& traits(Accelerator accelerator);

}  // namespace penstock
