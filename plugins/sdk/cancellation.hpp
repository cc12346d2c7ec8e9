// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

namespace penstock::sdk {

// Subscribes `stop(data)` to the host's request to stop for as long as it lives; `cancel` may be
// null, and then nothing happens.
class Cancellation {
 public:
  Cancellation(const PenstockCancel* cancel, void (*stop)(void*), void* data)
      : cancel_(cancel),
        subscription_(cancel != nullptr ? cancel->subscribe(cancel, stop, data) : nullptr) {}
  ~Cancellation() {
    if (subscription_ != nullptr) cancel_->unsubscribe(cancel_, subscription_);
  }
  Cancellation(const Cancellation&) = delete;
  Cancellation& operator=(const Cancellation&) = delete;

 private:
  const PenstockCancel* cancel_;
  void* subscription_;
};

}  // namespace penstock::sdk
