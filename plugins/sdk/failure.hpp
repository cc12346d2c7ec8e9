// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <stdexcept>
#include <string>

namespace penstock::sdk {

// What a plug-in throws: it becomes the status and the message of the C call. Any other
// std::exception becomes PENSTOCK_INTERNAL.
class Failure : public std::runtime_error {
 public:
  Failure(PenstockStatus status, const std::string& message)
      : std::runtime_error(message), status_(status) {}
  [[nodiscard]] PenstockStatus status() const noexcept { return status_; }

 private:
  PenstockStatus status_;
};

}  // namespace penstock::sdk
