// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sdk/backend.hpp"

namespace penstock::ipex {

// How a session runs, from the caller's options (docs/backends/ipex.md).
struct SessionSettings {
  int num_threads = 0;                    // 0: torch decides
  std::optional<bool> allow_spinning;     // none: decided when torch is loaded
  bool warmup = true;                     // run once while loading
  bool self_check = true;                 // of archives that calculate in bfloat16
  std::vector<std::string> output_names;  // for archives that do not name their outputs
};

// Throws Failure{PENSTOCK_INVALID_ARGUMENT}: an unknown key lists those there are; any device but
// the processor is refused.
[[nodiscard]] SessionSettings make_session_settings(const sdk::SessionOptions& given);

}  // namespace penstock::ipex
