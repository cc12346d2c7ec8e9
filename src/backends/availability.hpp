// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <optional>
#include <penstock/accelerator.hpp>
#include <string>

#include "core/environment.hpp"

namespace penstock {

// Asks a runtime's library for its version, which loads it; absent or an Error when it cannot tell.
using RuntimeVersionQuery = std::function<std::optional<std::string>(
    Accelerator accelerator, const std::filesystem::path& library)>;

// Both phases for every accelerator, in enum order: the whole search behind availabilities(), as a
// function of the environment alone.
[[nodiscard]] std::array<Availability, 3> detect_accelerators(const Environment& environment,
                                                              const RuntimeVersionQuery& query);

}  // namespace penstock
