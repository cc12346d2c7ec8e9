// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/json.hpp>
#include <penstock/pipeline.hpp>

#include "command.hpp"
#include "request.hpp"

// text-generation on a terminal: the text as it comes.

namespace penstock::cli {

// Whether answers of this pipeline can be shown as they come: one text for each input.
[[nodiscard]] bool streams(const Pipeline& pipe, const Json& parameters);

// All inputs, one after the other. Returns the exit code.
[[nodiscard]] int run_streamed(const Pipeline& pipe, RequestSource& source, const Json& parameters,
                               Context& context);

}  // namespace penstock::cli
