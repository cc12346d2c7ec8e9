// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace penstock::sdk {

// [begin, end) of addresses.
struct AddressRange {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
};

// Moves the weights of a session to huge pages (2 MiB), once it is known to be used often.
//
// Generation reads every weight for every token, and from pages of 4 KiB memory is read a fifth
// slower. Runtimes copy weights, at the latest in the first runs, into memory of their own that
// cannot be had from elsewhere. So what the process has written since this object was made is moved
// by the kernel (MADV_COLLAPSE, Linux 6.1), a slice after each run, which takes about 0.4 ms a MiB.
// Addresses and contents stay; memory that other code filled meanwhile moves along.
// Nothing happens where the system's setting for transparent huge pages is `never`.
class PageMover {
 public:
  static constexpr unsigned kRunsBefore = 24;
  static constexpr std::size_t kSlice = std::size_t{64} << 20;
  // Less than this may stay in the processor's caches from run to run.
  static constexpr std::size_t kWorthwhile = std::size_t{64} << 20;

  // Moves no more than `most` bytes.
  explicit PageMover(std::size_t most);

  // Thread-safe.
  void after_run() noexcept;
  // Nothing is left to do.
  [[nodiscard]] bool done() const noexcept { return done_.load(std::memory_order_relaxed); }

 private:
  void plan();

  std::vector<AddressRange> before_;
  std::size_t most_;
  std::atomic<unsigned> runs_{0};
  std::atomic<bool> done_{false};
  std::mutex mutex_;
  bool planned_ = false;
  std::vector<AddressRange> slices_;
};

// Private, writable memory of this process that belongs to no file, in order. Empty where the
// system does not tell.
[[nodiscard]] std::vector<AddressRange> anonymous_memory();

// What is in `now` and not in `before`; both in order.
[[nodiscard]] std::vector<AddressRange> difference(const std::vector<AddressRange>& now,
                                                   const std::vector<AddressRange>& before);

}  // namespace penstock::sdk
