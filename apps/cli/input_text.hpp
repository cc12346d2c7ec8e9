// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <penstock/json.hpp>

#include "terminal.hpp"

namespace penstock::cli {

// For tasks whose answers point into their input: the input with what was found marked (entities,
// the best answer to a question), followed by an empty line. Empty for other tasks and answers.
[[nodiscard]] std::string marked_input(std::string_view task, const Json& inputs,
                                       const Json& answer, const Terminal& terminal);

}  // namespace penstock::cli
