// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <new>
#include <stop_token>

namespace penstock {

// A std::stop_token as the C table's cancel. The token outlives it.
class HostCancel {
 public:
  explicit HostCancel(const std::stop_token& token)
      : token_(token), table_{subscribe, unsubscribe, this} {}
  HostCancel(const HostCancel&) = delete;
  HostCancel& operator=(const HostCancel&) = delete;

  // Null when nobody can ask to stop.
  [[nodiscard]] const PenstockCancel* get() const noexcept {
    return token_.stop_possible() ? &table_ : nullptr;
  }

 private:
  struct Call {
    void (*stop)(void*);
    void* data;
    void operator()() const { stop(data); }
  };
  using Subscription = std::stop_callback<Call>;

  static void* subscribe(const PenstockCancel* self, void (*stop)(void*), void* data) {
    const std::stop_token& token = static_cast<const HostCancel*>(self->private_data)->token_;
    return new (std::nothrow) Subscription(token, Call{stop, data});
  }
  static void unsubscribe(const PenstockCancel*, void* subscription) {
    delete static_cast<Subscription*>(subscription);
  }

  const std::stop_token& token_;
  PenstockCancel table_;
};

}  // namespace penstock
