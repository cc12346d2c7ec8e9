// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/tensor.hpp>

namespace penstock {

// The values as `dtype`: the tensor itself where it has that type already (or where `dtype` is
// undefined), else a converted copy. Throws Error{unsupported} naming both types for a pair that no
// model input needs.
[[nodiscard]] Tensor cast(const Tensor& tensor, DType dtype);

}  // namespace penstock
