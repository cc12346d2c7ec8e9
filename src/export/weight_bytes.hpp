// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/tensor.hpp>
#include <string>

namespace penstock::native {

// The elements of a tensor as another float type, rounded to the nearest, ties to even. The types
// are float32, float16, bfloat16; `from` may be float64 too.
[[nodiscard]] std::string convert_floats(std::string bytes, DType from, DType to);

}  // namespace penstock::native
