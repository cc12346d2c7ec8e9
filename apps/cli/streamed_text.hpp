// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include <penstock/generation.hpp>

#include "output.hpp"
#include "terminal.hpp"

namespace penstock::cli {

// Text as it comes, on standard output: at once, and on a terminal without what could steer it.
class StreamedText {
 public:
  StreamedText(Output& out, const Terminal& terminal) : out_(out), terminal_(terminal) {}
  void put(std::string_view text);
  // Ends the line unless nothing was written since it began.
  void end_line();

 private:
  Output& out_;
  const Terminal& terminal_;
  bool line_begun_ = false;
};

// While it lives, Ctrl-C requests a stop instead of ending the process. One at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  [[nodiscard]] bool interrupted() const noexcept;
  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
  struct Saved;
  void watch(const std::stop_token& ended);

  Saved* saved_;
  std::stop_source stop_;
  std::jthread watch_;  // a signal handler cannot request a stop itself
};

// Control characters but newline and tab spelled out.
[[nodiscard]] std::string harmless(std::string_view text);

}  // namespace penstock::cli
