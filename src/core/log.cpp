// SPDX-License-Identifier: Apache-2.0
#include "core/log.hpp"

#include <atomic>
#include <mutex>
#include <utility>

namespace penstock {
namespace {

struct SinkState {
  std::mutex mutex;
  LogSink sink;
  std::atomic<int> minimum{static_cast<int>(LogLevel::error) + 1};  // no sink: nothing passes
};

SinkState& state() {
  static SinkState instance;
  return instance;
}

}  // namespace

std::string_view to_string(LogLevel level) noexcept {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: return "error";
  }
  return "error";
}

void set_log_sink(LogSink sink, LogLevel minimum) {
  const std::lock_guard lock(state().mutex);
  const int nothing = static_cast<int>(LogLevel::error) + 1;
  state().minimum.store(sink ? static_cast<int>(minimum) : nothing, std::memory_order_relaxed);
  state().sink = std::move(sink);
}

bool log_enabled(LogLevel level) noexcept {
  return static_cast<int>(level) >= state().minimum.load(std::memory_order_relaxed);
}

void log(LogLevel level, std::string_view message) noexcept {
  if (!log_enabled(level)) return;
  const std::lock_guard lock(state().mutex);
  if (state().sink) state().sink(level, message);
}

}  // namespace penstock
