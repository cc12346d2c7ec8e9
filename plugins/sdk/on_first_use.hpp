// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>

namespace penstock::sdk {

// What is made when it is first asked for and shared from then on: a backend's runtime. May be
// asked by many threads at once. A failure is not remembered.
template <class T>
class OnFirstUse {
 public:
  // `arguments` are those of T's constructor; they count only until a T is made.
  template <class... Arguments>
  [[nodiscard]] std::shared_ptr<const T> get(const Arguments&... arguments) {
    const std::lock_guard lock(mutex_);
    if (value_ == nullptr) value_ = std::make_shared<const T>(arguments...);
    return value_;
  }

 private:
  std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace penstock::sdk
