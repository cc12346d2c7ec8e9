// SPDX-License-Identifier: Apache-2.0
#include "output.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace penstock::cli {
namespace {

constexpr std::size_t kOutputPiece = std::size_t{1} << 16;
constexpr std::chrono::milliseconds kLongestWait{100};

}  // namespace

void Output::end_line() {
  text_ += '\n';
  if (text_.size() >= kOutputPiece || std::chrono::steady_clock::now() - flushed_ >= kLongestWait) {
    flush();
  }
}

void Output::flush() {
  std::size_t done = 0;
  while (done < text_.size()) {
    const ssize_t count = ::write(descriptor_, text_.data() + done, text_.size() - done);
    if (count >= 0) {
      done += static_cast<std::size_t>(count);
    } else if (errno == EPIPE) {
      std::signal(SIGPIPE, SIG_DFL);
      std::raise(SIGPIPE);
      ::_exit(1);
    } else if (errno != EINTR) {
      const std::string reason = std::strerror(errno);
      text_.clear();
      throw WriteError("cannot write the answers: " + reason);
    }
  }
  text_.clear();
  flushed_ = std::chrono::steady_clock::now();
}

}  // namespace penstock::cli
