// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

// Inputs that a graph is tried with while it is loaded. tools/export_torchscript.py makes the same
// ones.

namespace penstock::ipex {

// Of text inputs without a note; no element for other names, whose sizes cannot be guessed.
[[nodiscard]] std::vector<std::int64_t> usual_sample_shape(std::string_view name);

// The element type of an input by its usual name: input_ids and the like are int64, pixel_values
// and input_values float32.
[[nodiscard]] PenstockDType usual_dtype(std::string_view name);

// Number i of the sample for an input: masks are ones, token types zeros, positions count, ids go
// from 1 to 5, and anything else takes a hundred values from -1 to 1.
[[nodiscard]] std::int64_t sample_integer(std::string_view name, std::int64_t i,
                                          std::int64_t columns);
[[nodiscard]] float sample_float(std::int64_t i);

}  // namespace penstock::ipex
