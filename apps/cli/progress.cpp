// SPDX-License-Identifier: Apache-2.0
#include "progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace penstock::cli {
namespace {

constexpr double kFirstAfter = 1.0;  // seconds
constexpr std::chrono::milliseconds kBetween{100};
constexpr std::size_t kProgressColumns = 24;  // columns

void write_to_stderr(std::string_view text) {
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

std::string clock_time(double seconds) {
  const auto whole = static_cast<unsigned long>(seconds);
  char text[32];
  std::snprintf(text, sizeof text, "%lu:%02lu", whole / 60, whole % 60);
  return text;
}

}  // namespace

Progress::Progress(const Terminal& terminal, bool wanted, std::uint64_t total)
    : terminal_(terminal), wanted_(wanted && terminal.is_terminal), total_(total) {}

std::string Progress::line(std::uint64_t answered, double share, double seconds) const {
  std::string out;
  if (total_ > 0) {
    const auto full = static_cast<std::size_t>(share * static_cast<double>(kProgressColumns));
    out += '[' + std::string(full, '#') + std::string(kProgressColumns - full, '.') + "] ";
    out += std::to_string(static_cast<int>(share * 100)) + "%  ";
  }
  char rate[32];
  std::snprintf(rate, sizeof rate, "%.1f/s", static_cast<double>(answered) / seconds);
  out += std::to_string(answered) + " answered, " + rate;
  if (share > 0) out += ", " + clock_time(seconds / share - seconds) + " left";
  return out;
}

void Progress::update(std::uint64_t answered, std::uint64_t done) {
  if (!wanted_) return;
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  if (seconds < kFirstAfter || now - drawn_ < kBetween) return;
  drawn_ = now;
  shown_ = true;
  const double share =
      total_ == 0 ? 0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total_));
  std::string text = line(answered, share, seconds);
  if (text.size() >= terminal_.width) text.resize(terminal_.width - 1);
  write_to_stderr("\r" + text + "\x1b[K");
}

void Progress::clear() {
  if (shown_) write_to_stderr("\r\x1b[K");
  shown_ = false;
}

}  // namespace penstock::cli
