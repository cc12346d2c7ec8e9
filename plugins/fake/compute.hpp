// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <cstdint>
#include <span>
#include <vector>

#include "fake/script.hpp"

namespace penstock::fake {

// A dense tensor of the fake's own.
struct Array {
  PenstockDType dtype = PENSTOCK_FLOAT32;
  std::vector<std::int64_t> shape;
  std::vector<char> bytes;
};

[[nodiscard]] Array copy_of(const PenstockTensor& tensor);

// One output. `before` is what a state held for it; null without a state.
// Throws Failure{PENSTOCK_BACKEND_FAILED} when shapes do not fit, as a runtime would.
[[nodiscard]] Array compute(const OutputScript& answer, const PortScript& port,
                            std::span<const PenstockTensor> inputs, const Array* before);

}  // namespace penstock::fake
