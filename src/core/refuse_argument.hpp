// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/error.hpp>
#include <string>

namespace penstock {

// Throws Error{invalid_argument, message}.
[[noreturn]] inline void refuse_argument(const std::string& message) {
  throw Error(ErrorCode::invalid_argument, message);
}

}  // namespace penstock
