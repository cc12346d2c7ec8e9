// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <functional>
#include <memory>

#include "sdk/backend.hpp"

namespace penstock::sdk {

// The body of a plug-in's penstock_backend_init: refuses another ABI number, makes the backend and
// fills `out` with functions that forward to it.
//
//   extern "C" PenstockStatus penstock_backend_init(uint32_t abi, const char* library,
//                                                   PenstockBackend* out, PenstockError* error) {
//     return sdk::fill_table(abi, out, error, [&] { return std::make_unique<Mine>(library); });
//   }
PenstockStatus fill_table(std::uint32_t host_abi, PenstockBackend* out, PenstockError* error,
                          const std::function<std::unique_ptr<Backend>()>& make) noexcept;

}  // namespace penstock::sdk
