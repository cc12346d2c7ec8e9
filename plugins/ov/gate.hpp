// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

namespace penstock::ov {

// Many may be inside together, or one alone; who wants to be alone goes before those who come
// later. For std::shared_lock (together) and std::unique_lock (alone). Entering together takes no
// lock.
class Gate {
 public:
  void lock_shared() noexcept {
    std::uint32_t seen = inside_.load(std::memory_order_relaxed);
    for (;;) {
      if ((seen & kAlone) != 0) {
        inside_.wait(seen, std::memory_order_relaxed);
        seen = inside_.load(std::memory_order_relaxed);
      } else if (inside_.compare_exchange_weak(seen, seen + 1, std::memory_order_acquire,
                                               std::memory_order_relaxed)) {
        return;
      }
    }
  }
  void unlock_shared() noexcept {
    if (inside_.fetch_sub(1, std::memory_order_release) == (kAlone | 1)) inside_.notify_all();
  }

  void lock() {
    one_.lock();
    inside_.fetch_or(kAlone, std::memory_order_relaxed);
    for (;;) {
      const std::uint32_t seen = inside_.load(std::memory_order_acquire);
      if (seen == kAlone) return;
      inside_.wait(seen, std::memory_order_relaxed);
    }
  }
  void unlock() noexcept {
    inside_.fetch_and(~kAlone, std::memory_order_release);
    inside_.notify_all();
    one_.unlock();
  }

 private:
  static constexpr std::uint32_t kAlone = 1U << 31;

  std::mutex one_;
  std::atomic<std::uint32_t> inside_{0};  // how many are inside; kAlone: one is, or waits
};

}  // namespace penstock::ov
