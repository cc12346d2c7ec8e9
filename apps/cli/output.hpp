// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

// Buffered writing to a file descriptor, without iostreams.

namespace penstock::cli {

// A write failed for another reason than a reader that went away (a full disk, say).
class WriteError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Output {
 public:
  explicit Output(int descriptor) : descriptor_(descriptor) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // What is not written yet: append to it, then call end_line() or flush().
  [[nodiscard]] std::string& text() noexcept { return text_; }
  void write(std::string_view piece) { text_ += piece; }

  // Ends a line. Lines leave in large pieces, yet none waits longer than a tenth of a second as
  // long as others follow.
  void end_line();
  // Writes all. Throws WriteError. Ends the process as SIGPIPE does when the reader has gone.
  void flush();

 private:
  int descriptor_;
  std::string text_;
  std::chrono::steady_clock::time_point flushed_{};
};

}  // namespace penstock::cli
