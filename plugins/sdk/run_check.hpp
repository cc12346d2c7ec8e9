// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <cstdint>

#include "sdk/backend.hpp"

namespace penstock::sdk {

// The arguments of one run, checked against the session's ports and the backend's capabilities.
// Throws Failure{PENSTOCK_INVALID_ARGUMENT, PENSTOCK_UNSUPPORTED} that names the port.
[[nodiscard]] RunCall check_run(const Session& session, std::uint64_t capabilities,
                                const PenstockRunArgs& args);

}  // namespace penstock::sdk
