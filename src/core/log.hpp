// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/log.hpp>
#include <string_view>

namespace penstock {

// True when a note of this level would reach a sink: test it before composing a costly message.
[[nodiscard]] bool log_enabled(LogLevel level) noexcept;
void log(LogLevel level, std::string_view message) noexcept;

}  // namespace penstock
