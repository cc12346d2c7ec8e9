// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

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

// While it lives, Ctrl-C asks the answer to stop instead of ending the process. One at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  [[nodiscard]] bool interrupted() const noexcept;

 private:
  struct Saved;
  Saved* saved_;
};

// Control characters but newline and tab spelled out.
[[nodiscard]] std::string harmless(std::string_view text);

}  // namespace penstock::cli
