// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace penstock {

// One text, or words that the caller has split already.
struct EngineSequence {
  std::string_view text;
  std::span<const std::string> words;  // used when not empty, instead of text
};

}  // namespace penstock
