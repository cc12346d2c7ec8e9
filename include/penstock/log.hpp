// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

// Where the library's notes go. The library itself never prints: without a sink they are dropped.

namespace penstock {

enum class LogLevel { debug, info, warning, error };

[[nodiscard]] std::string_view to_string(LogLevel level) noexcept;

// Called from whichever thread has something to say, one call at a time; must not throw.
using LogSink = std::function<void(LogLevel, std::string_view message)>;

// Replaces the process's sink; an empty function drops every note. Thread-safe.
// `minimum`: notes below it are not even put together. Default: LogLevel::info.
void set_log_sink(LogSink sink, LogLevel minimum = LogLevel::info);

}  // namespace penstock
