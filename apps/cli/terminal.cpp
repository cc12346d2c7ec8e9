// SPDX-License-Identifier: Apache-2.0
#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>

namespace penstock::cli {
namespace {

constexpr std::size_t kNarrowestTerminal = 20;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

bool utf8_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string value(variable(name));
    if (value.empty()) continue;
    std::ranges::transform(value, value.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

void restore_and_end(int signal) {
  constexpr std::string_view kReset = "\r\x1b[K\x1b[0m";
  if (::isatty(STDERR_FILENO) != 0) {
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kReset.data(), kReset.size());
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

std::string Terminal::paint(Style style, std::string_view text) const {
  constexpr std::array<std::string_view, 7> kCodes{"", "1", "2", "31", "32", "33", "36"};
  const std::string_view code = kCodes[static_cast<std::size_t>(style)];
  if (!colour || code.empty() || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

Terminal examine_terminal(int descriptor) {
  Terminal terminal;
  terminal.is_terminal = ::isatty(descriptor) != 0;
  if (!terminal.is_terminal) return terminal;
  terminal.colour = variable("NO_COLOR").empty() && variable("TERM") != "dumb";
  terminal.unicode = utf8_locale();
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = std::max<std::size_t>(size.ws_col, kNarrowestTerminal);
  }
  return terminal;
}

void restore_terminal_on_signals() {
  struct sigaction action {};
  action.sa_handler = restore_and_end;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
  ::sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace penstock::cli
