// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "backends/session.hpp"
#include "models/graph_role.hpp"

namespace penstock {

using SessionOpener = std::function<std::unique_ptr<Session>(const GraphRole&)>;

// Begins to open `graphs` on threads of their own, so that the caller can load a tokenizer
// meanwhile. The function returned waits for the graph it is asked for and rethrows what opening it
// threw; a graph that was not begun, or is asked for again, is opened there and then. When it is
// destroyed, it waits for those still on their way.
[[nodiscard]] SessionOpener open_ahead(std::span<const GraphRole* const> graphs,
                                       SessionOpener open);

}  // namespace penstock
