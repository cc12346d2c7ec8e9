// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "export/blocks.hpp"
#include "export/family.hpp"

// What attention scores gain from the distance of query and key.

namespace penstock::native {

// Scores of every vector of `heads` [batch, heads, sequence, head_size] against every column of
// `columns` [.., head_size, distances], then those that `index` [sequence, sequence] names for each
// pair: [batch, heads, sequence, sequence].
[[nodiscard]] Value scores_by_distance(GraphBuilder& graph, const Value& heads,
                                       const Value& columns, const Value& index);

// position_embedding_type "relative_key" and "relative_key_query" of BERT and its relatives.
struct RelativeKeys {
  Value of_query;  // [sequence, sequence], rows of a layer's table: query minus key
  Value of_key;    // the same with query and key exchanged, for relative_key_query
  std::int64_t rows = 0;
  bool both = false;
  bool scaled = true;  // with the other scores; ALBERT adds them as they are
};
// None for "absolute". Throws Error{unsupported} for any other type.
[[nodiscard]] std::optional<RelativeKeys> relative_keys(Build& build, const Value& ids);

// The scores of one layer; `table` names its tensor. q and k are [batch, sequence, hidden].
[[nodiscard]] Value relative_key_scores(GraphBuilder& graph, const Value& q, const Value& k,
                                        const std::string& table, const AttentionSize& size,
                                        const RelativeKeys& keys);

}  // namespace penstock::native
