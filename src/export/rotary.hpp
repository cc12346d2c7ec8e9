// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "export/graph_builder.hpp"

namespace penstock::native {

// Cosines and sines of rotary position embeddings: [sequence, head_size], both halves alike.
struct RotaryTable {
  Value cosines;
  Value sines;
  std::int64_t head_size = 0;  // features that turn
};

// For positions 0, 1, 2, ... of ids [batch, sequence], with frequencies theta^(-2i / head_size)
// (modeling_rope_utils, rope_type "default"). Throws Error{io} for an odd head size.
[[nodiscard]] RotaryTable rotary_table(GraphBuilder& graph, const Value& ids,
                                       std::int64_t head_size, double theta);

// x [batch, heads, sequence, head_size] turned by its positions. Of heads wider than the table the
// first table.head_size features turn and the `rest` stay as they are.
[[nodiscard]] Value rotate(GraphBuilder& graph, const Value& x, const RotaryTable& table,
                           std::int64_t rest = 0);

}  // namespace penstock::native
