// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/json.hpp>
#include <penstock/pipeline.hpp>

#include "command.hpp"

namespace penstock::cli {

// Refuses what would fail for every input. Throws UsageError: for a name that the task does not
// take, with those that it does and the nearest; for wrong values, unless `names_only`.
void check_parameters(const Pipeline& pipe, const Json& parameters, bool names_only,
                      const Context& context);

}  // namespace penstock::cli
