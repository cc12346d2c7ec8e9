// SPDX-License-Identifier: Apache-2.0
#include "export/embeddings.hpp"

namespace penstock::native {
namespace {

constexpr std::int64_t kOnnxInt64 = 7;  // TensorProto.INT64, for Cast

Value type_rows(GraphBuilder& g, const std::optional<Value>& types, const EmbeddingSize& size) {
  constexpr const char* kName = "embeddings.token_type_embeddings";
  return embedding(g, types ? *types : g.integer(0), kName, size.types, size.width);
}

}  // namespace

EmbeddingSize read_embedding_size(FamilyConfig& config, const EmbeddingSize& otherwise) {
  EmbeddingSize size = otherwise;
  size.vocabulary = config.size("vocab_size", otherwise.vocabulary);
  size.positions = config.size("max_position_embeddings", otherwise.positions);
  if (otherwise.types > 0) size.types = config.size("type_vocab_size", otherwise.types);
  return size;
}

Value embed_tokens(GraphBuilder& g, const Value& ids, const std::optional<Value>& types,
                   const std::optional<Value>& positions, const EmbeddingSize& size,
                   bool add_positions) {
  constexpr const char* kPositions = "embeddings.position_embeddings";
  Value sum = embedding(g, ids, "embeddings.word_embeddings", size.vocabulary, size.width);
  if (size.types > 0) sum = g.op("Add", {sum, type_rows(g, types, size)});
  if (add_positions) {
    const Value places = positions
                             ? embedding(g, *positions, kPositions, size.positions, size.width)
                             : first_rows(g, ids, kPositions, size.positions, size.width);
    sum = g.op("Add", {sum, places});
  }
  return layer_norm(g, sum, "embeddings.LayerNorm", size.width, size.eps);
}

Value positions_past_padding(GraphBuilder& g, const Value& ids, std::int64_t padding) {
  const Value pad = g.integer(padding);
  const Value is_token =
      g.op("Cast", {g.op("Not", {g.op("Equal", {ids, pad})})}, {{"to", kOnnxInt64}});
  const Value count = g.op("CumSum", {is_token, g.integer(1)});
  return g.op("Add", {g.op("Mul", {count, is_token}), pad});
}

}  // namespace penstock::native
