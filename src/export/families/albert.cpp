// SPDX-License-Identifier: Apache-2.0
// transformers.models.albert.modeling_albert: layers share their weights by groups.
#include "export/embeddings.hpp"
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/heads.hpp"

namespace penstock::native {
namespace {

constexpr LayerNames kAlbertNames = {
    "attention.query", "attention.key",         "attention.value",
    "attention.dense", "attention.LayerNorm",   "ffn",
    "ffn_output",      "full_layer_layer_norm", "attention.distance_embedding"};
const EncoderSize kAlbertDefaults = {4096, 64, 16384, "gelu_new", "hidden_act", 1e-12};

Value encode_albert(Build& build, Value x, const ScoreBias& bias, const EncoderSize& size) {
  const std::int64_t layers = build.config.size("num_hidden_layers", 12);
  const std::int64_t groups = build.config.size("num_hidden_groups", 1);
  const std::int64_t inner = build.config.size("inner_group_num", 1);
  for (std::int64_t i = 0; i < layers; ++i) {
    // The reference divides in floating point.
    const auto group = static_cast<std::int64_t>(
        static_cast<double>(i) / (static_cast<double>(layers) / static_cast<double>(groups)));
    for (std::int64_t j = 0; j < inner; ++j) {
      const std::string at = "encoder.albert_layer_groups." + std::to_string(group) +
                             ".albert_layers." + std::to_string(j) + ".";
      x = encoder_layer(build.graph, x, bias, at, kAlbertNames, size);
    }
  }
  return x;
}

void add_albert_head(Build& build, const Value& x, const EncoderSize& size, std::int64_t width) {
  static const MaskedLmNames kMaskedLm = {"predictions.dense",
                                          "predictions.LayerNorm",
                                          "predictions.decoder.weight",
                                          {"predictions.bias", "predictions.decoder.bias"}};
  GraphBuilder& g = build.graph;
  const auto masked_lm = [&] {
    masked_lm_head(build, x, kMaskedLm, {size.hidden, width, size.eps, size.activation});
  };
  const auto sequence_classification = [&] {
    const Value dense = linear(g, first_token(g, x), "pooler", size.hidden, size.hidden);
    sequence_head(build, g.op("Tanh", {dense}), "classifier", size.hidden);
  };
  add_text_head(build, x, size.hidden, {masked_lm, sequence_classification});
}

}  // namespace

void build_albert(Build& build) {
  GraphBuilder& g = build.graph;
  build.config.ignore({"classifier_dropout_prob", "down_scale_factor", "gap_size",
                       "net_structure_type", "num_memory_blocks", "embedding_dropout_prob"});
  const EncoderSize size = read_encoder_size(build.config, kAlbertDefaults);
  const std::int64_t width = build.config.size("embedding_size", 128);
  const EmbeddingSize embeddings =
      read_embedding_size(build.config, {width, 30000, 512, 2, size.eps});
  const Value ids = token_input(g, "input_ids");
  const Value mask = token_input(g, "attention_mask");
  auto keys = relative_keys(build, ids);
  if (keys) keys->scaled = false;
  const Value types = token_input(g, "token_type_ids");
  Value x = embed_tokens(g, ids, types, {}, embeddings, !keys);
  x = linear(g, x, "encoder.embedding_hidden_mapping_in", width, size.hidden);
  x = encode_albert(build, x, {padding_bias(g, mask), keys}, size);
  add_albert_head(build, x, size, width);
}

}  // namespace penstock::native
