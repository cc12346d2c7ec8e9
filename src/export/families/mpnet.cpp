// SPDX-License-Identifier: Apache-2.0
// transformers.models.mpnet.modeling_mpnet.
#include <array>
#include <penstock/error.hpp>

#include "export/embeddings.hpp"
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/heads.hpp"

namespace penstock::native {
namespace {

constexpr LayerNames kMpnetNames = {"attention.attn.q", "attention.attn.k",    "attention.attn.v",
                                    "attention.attn.o", "attention.LayerNorm", "intermediate.dense",
                                    "output.dense",     "output.LayerNorm"};
constexpr std::int64_t kPadding = 1;   // fixed in MPNetEmbeddings
constexpr std::int64_t kBuckets = 32;  // fixed in MPNetEncoder.compute_position_bias
constexpr std::int64_t kFarthest = 128;

// relative_position_bucket for a distance to the left: 0 to 7 as they are, then the first distance
// of each of the buckets 9 to 15, whose borders grow with the square root of two.
std::vector<std::int64_t> mpnet_bucket_table() {
  constexpr std::array<std::int64_t, 7> kBorders = {12, 16, 23, 32, 46, 64, 91};
  std::vector<std::int64_t> buckets;
  for (std::int64_t distance = 0; distance < kFarthest; ++distance) {
    std::int64_t bucket = distance < 8 ? distance : 8;
    for (const std::int64_t border : kBorders) bucket += distance >= border ? 1 : 0;
    buckets.push_back(bucket);
  }
  return buckets;
}

// [1, heads, sequence, sequence]: a number for each pair of positions, by their distance.
Value position_bias(Build& build, const Value& ids, std::int64_t heads) {
  GraphBuilder& g = build.graph;
  const std::int64_t rows = build.config.size("relative_attention_num_buckets", kBuckets);
  if (rows < kBuckets)
    throw Error(ErrorCode::unsupported,
                "config.json: relative_attention_num_buckets=" + std::to_string(rows) +
                    " is too small: MPNet uses 32 of them whatever it says.");
  const Value shape = g.op("Shape", {ids});
  const Value length = g.op("Gather", {shape, g.integer(1)});
  const Value places = g.op("Range", {g.integer(0), length, g.integer(1)});
  const Value ahead = g.op("Sub", {g.op("Unsqueeze", {places, g.integers({0})}),
                                   g.op("Unsqueeze", {places, g.integers({1})})});
  const Value distance = g.op("Min", {g.op("Abs", {ahead}), g.integer(kFarthest - 1)});
  const Value bucket = g.op("Gather", {g.integers(mpnet_bucket_table()), distance});
  const Value right = g.op(
      "Where", {g.op("Greater", {ahead, g.integer(0)}), g.integer(kBuckets / 2), g.integer(0)});
  const Value values =
      embedding(g, g.op("Add", {bucket, right}), "encoder.relative_attention_bias", rows, heads);
  const Value by_head = g.op("Transpose", {values}, {{"perm", std::vector<std::int64_t>{2, 0, 1}}});
  return g.op("Unsqueeze", {by_head, g.integers({0})});
}

}  // namespace

void build_mpnet(Build& build) {
  GraphBuilder& g = build.graph;
  build.config.ignore({"type_vocab_size", "position_embedding_type"});
  const EncoderSize size = read_encoder_size(build.config, kBertSize);
  const EmbeddingSize embeddings =
      read_embedding_size(build.config, {size.hidden, 30527, 512, 0, size.eps});
  const Value ids = token_input(g, "input_ids");
  const Value mask = token_input(g, "attention_mask");
  Value x = embed_tokens(g, ids, {}, positions_past_padding(g, ids, kPadding), embeddings);
  const Value bias = g.op("Add", {padding_bias(g, mask), position_bias(build, ids, size.heads)});
  x = encoder_layers(build, x, bias, "encoder.layer.", kMpnetNames, size);
  add_roberta_head(build, x, size);
}

}  // namespace penstock::native
