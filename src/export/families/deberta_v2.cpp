// SPDX-License-Identifier: Apache-2.0
// transformers.models.deberta_v2.modeling_deberta_v2 (DeBERTa v2 and v3).
#include <algorithm>
#include <cmath>
#include <optional>
#include <penstock/error.hpp>

#include "export/activation.hpp"
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/families/relative_positions.hpp"
#include "export/heads.hpp"

namespace penstock::native {
namespace {

const EncoderSize kDebertaV2Defaults = {1536, 24, 6144, "gelu", "hidden_act", 1e-7};
constexpr LayerNames kDebertaV2Names = {"attention.self.query_proj",
                                        "attention.self.key_proj",
                                        "attention.self.value_proj",
                                        "attention.output.dense",
                                        "attention.output.LayerNorm",
                                        "intermediate.dense",
                                        "output.dense",
                                        "output.LayerNorm"};

struct Inputs {
  Value ids;
  Value mask;          // [batch, sequence], int64
  Value float_mask;    // [batch, sequence, 1]
  std::int64_t width;  // columns of the word embeddings
};

Value embed(Build& build, const Inputs& inputs, const EncoderSize& size) {
  GraphBuilder& g = build.graph;
  FamilyConfig& config = build.config;
  Value x = embedding(g, inputs.ids, "embeddings.word_embeddings",
                      config.size("vocab_size", 128100), inputs.width);
  const std::int64_t positions = config.size("max_position_embeddings", 512);
  if (config.flag("position_biased_input", true))
    x = g.op("Add", {x, first_rows(g, inputs.ids, "embeddings.position_embeddings", positions,
                                   inputs.width)});
  const std::int64_t types = config.integer("type_vocab_size", 0);
  if (types > 0)
    x = g.op("Add", {x, embedding(g, token_input(g, "token_type_ids"),
                                  "embeddings.token_type_embeddings", types, inputs.width)});
  if (inputs.width != size.hidden)
    x = linear(g, x, "embeddings.embed_proj", inputs.width, size.hidden, false);
  x = layer_norm(g, x, "embeddings.LayerNorm", size.hidden, size.eps);
  return g.op("Mul", {x, inputs.float_mask});
}

// What is added to scores: the lowest float where query or key is padding.
Value pair_bias(GraphBuilder& g, const Value& float_mask) {
  const Value columns =
      g.op("Transpose", {float_mask}, {{"perm", std::vector<std::int64_t>{0, 2, 1}}});
  const Value pairs = g.op("Mul", {float_mask, columns});
  const Value absent = g.op("Sub", {g.number(1.0F), pairs});
  const Value bias = g.op("Mul", {absent, g.number(std::numeric_limits<float>::lowest())});
  return g.op("Unsqueeze", {bias, g.integers({1})});
}

// DisentangledSelfAttention.
Value attend_disentangled(Build& build, const Value& x, const Value& pairs, const std::string& at,
                          const EncoderSize& size,
                          const std::optional<RelativePositions>& relative) {
  GraphBuilder& g = build.graph;
  const auto part = [&](std::string_view name) {
    return linear(g, x, at + std::string(name), size.hidden, size.hidden);
  };
  const Value q = part(kDebertaV2Names.query);
  const Value k = part(kDebertaV2Names.key);
  const Value v = part(kDebertaV2Names.value);
  AttentionSize attention_size = size.attention();
  const PositionTerms terms = position_terms(build.config);
  const double factor =
      1.0 + (terms.content_to_position ? 1 : 0) + (terms.position_to_content ? 1 : 0);
  attention_size.scale = 1.0 / std::sqrt(static_cast<double>(attention_size.head_size) * factor);
  Value bias = pairs;
  if (relative) {
    if (const auto score = relative_scores(g, q, k, at, attention_size, terms, *relative))
      bias = g.op("Add", {*score, pairs});
  }
  return plain_attention(g, q, k, v, bias, attention_size);
}

// ConvLayer, beside the first layer of some checkpoints.
Value convolve(Build& build, const Value& x, const Value& residual, const Inputs& inputs,
               std::int64_t kernel, const EncoderSize& size) {
  GraphBuilder& g = build.graph;
  const std::int64_t groups = build.config.size("conv_groups", 1);
  const std::vector<std::int64_t> turn = {0, 2, 1};
  const std::int64_t pad = (kernel - 1) / 2;
  const Value weight =
      g.weight("encoder.conv.conv.weight", {size.hidden, size.hidden / groups, kernel});
  const Value product = g.op("Conv",
                             {g.op("Transpose", {x}, {{"perm", turn}}), weight,
                              g.weight("encoder.conv.conv.bias", {size.hidden})},
                             {{"pads", std::vector<std::int64_t>{pad, pad}}, {"group", groups}});
  const Value out =
      g.op("Mul", {g.op("Transpose", {product}, {{"perm", turn}}), inputs.float_mask});
  const Value active = activate(g, out, build.config.text("conv_act", "tanh"), "conv_act");
  const Value normal = layer_norm(g, g.op("Add", {residual, active}), "encoder.conv.LayerNorm",
                                  size.hidden, size.eps);
  return g.op("Mul", {normal, inputs.float_mask});
}

Value encode_deberta_v2(Build& build, const Value& embedded, const Inputs& inputs,
                        const EncoderSize& size) {
  GraphBuilder& g = build.graph;
  const std::int64_t layers = build.config.size("num_hidden_layers", 24);
  const std::int64_t kernel = build.config.integer("conv_kernel_size", 0);
  const Value pairs = pair_bias(g, inputs.float_mask);
  const auto relative = relative_positions(build, inputs.ids, size);
  Value x = embedded;
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string at = "encoder.layer." + std::to_string(i) + ".";
    x = finish_layer(g, x, attend_disentangled(build, x, pairs, at, size, relative), at,
                     kDebertaV2Names, size);
    if (i == 0 && kernel > 0) x = convolve(build, embedded, x, inputs, kernel, size);
  }
  return x;
}

void deberta_v2_masked_lm(Build& build, const Value& x, const EncoderSize& size,
                          std::int64_t width) {
  static const MaskedLmNames kOld = {"cls.predictions.transform.dense",
                                     "cls.predictions.transform.LayerNorm",
                                     "cls.predictions.decoder.weight",
                                     {"cls.predictions.bias", "cls.predictions.decoder.bias"}};
  static const MaskedLmNames kNew = {"lm_predictions.lm_head.dense",
                                     "lm_predictions.lm_head.LayerNorm",
                                     "embeddings.word_embeddings.weight",
                                     {"lm_predictions.lm_head.bias"}};
  const bool old = build.config.flag("legacy", true);
  masked_lm_head(build, x, old ? kOld : kNew, {size.hidden, width, size.eps, size.activation});
}

void add_deberta_v2_head(Build& build, const Value& x, const EncoderSize& size,
                         std::int64_t width) {
  const auto sequence_classification = [&] {
    GraphBuilder& g = build.graph;
    const std::int64_t pooled = build.config.size("pooler_hidden_size", size.hidden);
    const Value dense = linear(g, first_token(g, x), "pooler.dense", size.hidden, pooled);
    const std::string activation = build.config.text("pooler_hidden_act", "gelu");
    sequence_head(build, activate(g, dense, activation, "pooler_hidden_act"), "classifier", pooled);
  };
  add_text_head(build, x, size.hidden,
                {[&] { deberta_v2_masked_lm(build, x, size, width); }, sequence_classification});
}

}  // namespace

void build_deberta_v2(Build& build) {
  GraphBuilder& g = build.graph;
  build.config.ignore({"cls_dropout", "pooler_dropout", "pooler_hidden_size", "pooler_hidden_act",
                       "legacy", "conv_act", "conv_groups", "padding_idx", "share_att_key",
                       "pos_att_type", "position_buckets", "max_relative_positions", "norm_rel_ebd",
                       "z_steps"});
  const EncoderSize size = read_encoder_size(build.config, kDebertaV2Defaults);
  if (build.config.integer("attention_head_size", size.hidden / size.heads) !=
      size.hidden / size.heads)
    throw Error(ErrorCode::unsupported,
                "config.json: an attention_head_size that is not hidden_size / "
                "num_attention_heads is not supported by the natively built graph.");
  const Value ids = token_input(g, "input_ids");
  const Value mask = token_input(g, "attention_mask");
  const Value float_mask =
      g.op("Unsqueeze", {g.op("Cast", {mask}, {{"to", kOnnxFloat}}), g.integers({2})});
  const Inputs inputs = {ids, mask, float_mask, build.config.size("embedding_size", size.hidden)};
  const Value x = encode_deberta_v2(build, embed(build, inputs, size), inputs, size);
  add_deberta_v2_head(build, x, size, inputs.width);
}

}  // namespace penstock::native
