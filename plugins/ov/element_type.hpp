// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/c/openvino.h>
#include <penstock/backend_abi.h>

namespace penstock::ov {

// PENSTOCK_DTYPE_UNDEFINED for a type that the table does not know (float8, int4, u1).
[[nodiscard]] PenstockDType from_ov(ov_element_type_e type) noexcept;
[[nodiscard]] ov_element_type_e to_ov(PenstockDType dtype) noexcept;

}  // namespace penstock::ov
