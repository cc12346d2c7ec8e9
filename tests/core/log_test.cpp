// SPDX-License-Identifier: Apache-2.0
#include "core/log.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace penstock {
namespace {

TEST(Log, WithoutASinkNothingIsEnabled) {
  set_log_sink({});
  EXPECT_FALSE(log_enabled(LogLevel::error));
  log(LogLevel::error, "dropped");
}

TEST(Log, NotesBelowTheMinimumAreDropped) {
  std::vector<std::string> notes;
  set_log_sink(
      [&](LogLevel level, std::string_view message) {
        notes.push_back(std::string(to_string(level)) + ":" + std::string(message));
      },
      LogLevel::warning);
  log(LogLevel::info, "quiet");
  log(LogLevel::warning, "heard");
  set_log_sink({});
  EXPECT_EQ(notes, std::vector<std::string>{"warning:heard"});
}

}  // namespace
}  // namespace penstock
