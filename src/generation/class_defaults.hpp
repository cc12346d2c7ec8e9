// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace penstock {

// Generation keys that the model type's config class sets by itself, as a JSON object: a
// config.json need not name them.
[[nodiscard]] std::string_view class_generation_defaults(std::string_view model_type) noexcept;

}  // namespace penstock
