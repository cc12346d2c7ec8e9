// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/model_config.hpp"

namespace penstock {

// Whether a text's answer depends on what it was padded with, attention mask or not: models that
// mix neighbouring positions by other means than masked attention.
[[nodiscard]] bool padding_changes_answers(const ModelConfig& config);

}  // namespace penstock
