// SPDX-License-Identifier: Apache-2.0
#include "export/distance_scores.hpp"

#include <vector>

namespace penstock::native {

Value scores_by_distance(GraphBuilder& g, const Value& heads, const Value& columns,
                         const Value& index) {
  const Value scores = g.op("MatMul", {heads, columns});
  const Value shape = g.op_of("Concat",
                              {g.op("Shape", {heads}, {{"end", std::int64_t{3}}}),
                               g.op("Shape", {index}, {{"start", std::int64_t{1}}})},
                              1, {{"axis", std::int64_t{0}}})
                          .front();
  return g.op("GatherElements", {scores, g.op("Expand", {index, shape})},
              {{"axis", std::int64_t{3}}});
}

std::optional<RelativeKeys> relative_keys(Build& build, const Value& ids) {
  GraphBuilder& g = build.graph;
  constexpr const char* kKey = "position_embedding_type";
  build.config.expect_text(kKey, {"absolute", "relative_key", "relative_key_query"});
  const std::string type = build.config.text(kKey, "absolute");
  if (type == "absolute") return std::nullopt;
  RelativeKeys keys;
  const std::int64_t longest = build.config.size("max_position_embeddings", 512);
  keys.rows = 2 * longest - 1;
  keys.both = type == "relative_key_query";
  const Value length = g.op("Gather", {g.op("Shape", {ids}), g.integer(1)});
  const Value places = g.op("Range", {g.integer(0), length, g.integer(1)});
  const Value column = g.op("Unsqueeze", {places, g.integers({1})});
  const Value row = g.op("Unsqueeze", {places, g.integers({0})});
  const auto shifted = [&](const Value& a, const Value& b) {
    return g.op("Add", {g.op("Sub", {a, b}), g.integer(longest - 1)});
  };
  keys.of_query = shifted(column, row);
  if (keys.both) keys.of_key = shifted(row, column);
  return keys;
}

Value relative_key_scores(GraphBuilder& g, const Value& q, const Value& k, const std::string& table,
                          const AttentionSize& size, const RelativeKeys& keys) {
  const Value columns = g.transposed(g.weight(table, {keys.rows, size.head_size}));
  Value sum = scores_by_distance(g, split_heads(g, q, size), columns, keys.of_query);
  if (keys.both) {
    const Value of_key = scores_by_distance(g, split_heads(g, k, size), columns, keys.of_key);
    sum = g.op("Add", {sum, turned(g, of_key, {0, 1, 3, 2})});
  }
  return keys.scaled ? g.op("Mul", {sum, g.number(static_cast<float>(size.scale))}) : sum;
}

}  // namespace penstock::native
