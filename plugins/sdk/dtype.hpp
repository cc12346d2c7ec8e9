// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <cstddef>
#include <string_view>

namespace penstock::sdk {

// Bytes an element; 0 for types without a fixed size.
[[nodiscard]] constexpr std::size_t size_of(PenstockDType dtype) noexcept {
  constexpr unsigned char kSizes[] = {0, 4, 2, 2, 8, 1, 1, 2, 2, 4, 4, 8, 8, 1, 0};
  return dtype >= 0 && dtype <= PENSTOCK_STRING ? kSizes[dtype] : 0;
}

[[nodiscard]] constexpr std::string_view name_of(PenstockDType dtype) noexcept {
  constexpr std::string_view kNames[] = {"undefined", "float32", "float16", "bfloat16", "float64",
                                         "int8",      "uint8",   "int16",   "uint16",   "int32",
                                         "uint32",    "int64",   "uint64",  "bool",     "string"};
  return dtype >= 0 && dtype <= PENSTOCK_STRING ? kNames[dtype] : "undefined";
}

}  // namespace penstock::sdk
