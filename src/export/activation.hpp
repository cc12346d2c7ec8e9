// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "export/graph_builder.hpp"

namespace penstock::native {

// An activation function by its name in transformers.activations.ACT2FN. Throws Error{unsupported}
// that names `key`, the config's member, and every name that is known.
[[nodiscard]] Value activate(GraphBuilder& graph, const Value& x, std::string_view name,
                             std::string_view key = "hidden_act");

}  // namespace penstock::native
