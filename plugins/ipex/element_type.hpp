// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <c10/core/ScalarType.h>
#include <penstock/backend_abi.h>

namespace penstock::ipex {

[[nodiscard]] c10::ScalarType to_torch(PenstockDType dtype) noexcept;
// PENSTOCK_DTYPE_UNDEFINED for what the C table does not know.
[[nodiscard]] PenstockDType from_torch(c10::ScalarType type) noexcept;

}  // namespace penstock::ipex
