// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "ort/providers.hpp"
#include "ort/runtime.hpp"
#include "sdk/backend.hpp"

namespace penstock::ort {

struct SessionSettings {
  Owned<OrtSessionOptions> options;
  std::vector<Provider> providers;  // in order of preference, never empty
};

// Penstock's defaults, then the caller's options (docs/backends/ort.md), then the providers.
// Throws Failure{PENSTOCK_INVALID_ARGUMENT}: an unknown key lists those there are.
[[nodiscard]] SessionSettings make_session_settings(const Runtime& runtime,
                                                    const sdk::SessionOptions& given);

}  // namespace penstock::ort
