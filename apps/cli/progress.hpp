// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "terminal.hpp"

// One line on standard error that says how far a long input has come.

namespace penstock::cli {

class Progress {
 public:
  // `terminal`: standard error's; nothing is shown unless it is one and `wanted`.
  // `total`: inputs or bytes; 0 when unknown.
  Progress(const Terminal& terminal, bool wanted, std::uint64_t total);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `answered` inputs so far, `done` of the total. Shown from the first second on, ten times a
  // second at most.
  void update(std::uint64_t answered, std::uint64_t done);
  // Takes the line away.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string line(std::uint64_t answered, double share, double seconds) const;

  Terminal terminal_;
  bool wanted_;
  bool shown_ = false;
  std::uint64_t total_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point drawn_ = begin_;
};

}  // namespace penstock::cli
