// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "export/encoder_layer.hpp"

// DeBERTa's disentangled attention: what scores gain from the distance of query and key.

namespace penstock::native {

// pos_att_type.
struct PositionTerms {
  bool content_to_position = false;
  bool position_to_content = false;
};
[[nodiscard]] PositionTerms position_terms(FamilyConfig& config);

// What all layers share.
struct RelativePositions {
  Value embeddings;            // [2 span, hidden]
  std::int64_t span = 0;       // distances are clipped to -span .. span - 1
  Value to_position;           // [sequence, sequence], rows of the embeddings
  Value to_content;            // the same for the term of positions
  bool share_att_key = false;  // query_proj and key_proj serve positions too
};
// None where relative_attention is false.
[[nodiscard]] std::optional<RelativePositions> relative_positions(Build& build, const Value& ids,
                                                                  const EncoderSize& size);

// The terms of one layer, scaled: [batch, heads, sequence, sequence]. None without terms.
// q and k are [batch, sequence, hidden].
[[nodiscard]] std::optional<Value> relative_scores(GraphBuilder& graph, const Value& q,
                                                   const Value& k, const std::string& at,
                                                   const AttentionSize& size,
                                                   const PositionTerms& terms,
                                                   const RelativePositions& relative);

}  // namespace penstock::native
