// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "export/blocks.hpp"
#include "export/family_config.hpp"

namespace penstock::native {

// How a family adds up its embeddings, all named embeddings.*.
struct EmbeddingSize {
  std::int64_t width = 0;
  std::int64_t vocabulary = 0;
  std::int64_t positions = 0;  // rows of the position table
  std::int64_t types = 0;      // rows of the token type table; 0: there is none
  double eps = 1e-12;
};

// vocab_size, max_position_embeddings and type_vocab_size; `otherwise` holds the defaults.
[[nodiscard]] EmbeddingSize read_embedding_size(FamilyConfig& config,
                                                const EmbeddingSize& otherwise);

// LayerNorm(words + types + positions). `types`: token_type_ids; none: every token has type 0.
// `positions`: a row for each token; none: 0, 1, 2, ...
// `add_positions`: false where positions are told by distances alone.
[[nodiscard]] Value embed_tokens(GraphBuilder& graph, const Value& ids,
                                 const std::optional<Value>& types,
                                 const std::optional<Value>& positions, const EmbeddingSize& size,
                                 bool add_positions = true);

// Positions that count tokens only, from padding + 1 on, and give padding its own id
// (create_position_ids_from_input_ids).
[[nodiscard]] Value positions_past_padding(GraphBuilder& graph, const Value& ids,
                                           std::int64_t padding);

}  // namespace penstock::native
