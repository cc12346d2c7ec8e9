// SPDX-License-Identifier: Apache-2.0
#include "notes.hpp"

#include <unistd.h>

#include <atomic>
#include <string>

#include <penstock/log.hpp>

namespace penstock::cli {
namespace {

std::atomic<bool> line_open = false;

Style style_of(LogLevel level) {
  switch (level) {
    case LogLevel::error: return Style::red;
    case LogLevel::warning: return Style::yellow;
    default: return Style::dim;
  }
}

}  // namespace

void say(const Terminal& terminal, Style style, std::string_view line) {
  std::string text = terminal.colour ? "\r\x1b[K" : "";
  if (terminal.is_terminal && line_open.exchange(false)) text = "\n";
  text += terminal.paint(style, line) + "\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

void set_line_open(bool open) noexcept { line_open = open; }

void show_notes(Verbosity verbosity, const Terminal& terminal) {
  if (verbosity == Verbosity::quiet) return set_log_sink({});
  const LogLevel minimum = verbosity == Verbosity::everything ? LogLevel::debug
                           : verbosity == Verbosity::notes    ? LogLevel::info
                                                              : LogLevel::warning;
  set_log_sink(
      [terminal](LogLevel level, std::string_view message) {
        say(terminal, style_of(level), std::string(to_string(level)) + ": " + std::string(message));
      },
      minimum);
}

}  // namespace penstock::cli
