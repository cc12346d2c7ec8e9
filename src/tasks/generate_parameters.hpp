// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generation/generation_config.hpp"

// The parameters of a task that generates: some are its own, all others are generate()'s.

namespace penstock {

struct SplitParameters {
  Json own = Json::object();
  Json generate = Json::object();
};

// `parameters`: an object, or null for none. Throws Error{invalid_argument} for anything else, and
// for an `assistant_model`: pipeline() has taken it out of a construction's parameters, and in a
// call it comes too late.
[[nodiscard]] SplitParameters split_parameters(const Json& parameters,
                                               std::span<const std::string_view> own);

// The names that such a task takes, sorted: `own` and those of generate().
[[nodiscard]] std::vector<std::string> with_generate_parameters(
    std::span<const std::string_view> own, const GenerationConfig& config);

}  // namespace penstock
