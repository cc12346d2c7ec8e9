// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "models/model_config.hpp"

namespace penstock {

// Tasks that a model of these architectures serves, most likely first; empty when none is known.
[[nodiscard]] std::vector<std::string> guess_tasks(const ModelConfig& config);

}  // namespace penstock
