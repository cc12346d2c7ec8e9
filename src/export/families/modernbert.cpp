// SPDX-License-Identifier: Apache-2.0
// transformers.models.modernbert.modeling_modernbert.
#include <cmath>
#include <limits>
#include <penstock/error.hpp>
#include <vector>

#include "export/activation.hpp"
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/heads.hpp"
#include "export/rotary.hpp"

namespace penstock::native {
namespace {

// Parts of the config that layers read.
struct ModernBertOptions {
  EncoderSize size;
  bool norm_bias = false;
  bool attention_bias = false;
  bool mlp_bias = false;
};

ModernBertOptions read_options(FamilyConfig& config) {
  ModernBertOptions options;
  options.size.hidden = config.size("hidden_size", 768);
  options.size.heads = config.size("num_attention_heads", 12);
  options.size.intermediate = config.size("intermediate_size", 1152);
  options.size.activation = config.text("hidden_activation", "gelu");
  options.size.activation_key = "hidden_activation";
  options.size.eps = config.number("norm_eps", 1e-5);
  options.norm_bias = config.flag("norm_bias", false);
  options.attention_bias = config.flag("attention_bias", false);
  options.mlp_bias = config.flag("mlp_bias", false);
  check_heads(options.size);
  const FileJson& scaling = config.member("rope_scaling");
  if (scaling.is_object() &&
      scaling.value("rope_type", scaling.value("type", "default")) != "default")
    throw Error(ErrorCode::unsupported,
                "config.json: rope_scaling=" + scaling.dump() +
                    " is not supported by the natively built graph (supported: default).");
  return options;
}

Value norm(GraphBuilder& g, const Value& x, const std::string& name,
           const ModernBertOptions& options) {
  return layer_norm(g, x, name, options.size.hidden, options.size.eps, options.norm_bias);
}

// What layers that see a window add to scores: `bias`, and the lowest float beyond the window.
Value window_bias(GraphBuilder& g, const Value& ids, const Value& bias, std::int64_t window) {
  const Value length = g.op("Gather", {g.op("Shape", {ids}), g.integer(1)});
  const Value places = g.op("Range", {g.integer(0), length, g.integer(1)});
  const Value distance = g.op("Abs", {g.op("Sub", {g.op("Unsqueeze", {places, g.integers({1})}),
                                                   g.op("Unsqueeze", {places, g.integers({0})})})});
  const Value outside = g.op("Greater", {distance, g.integer(window / 2)});
  return g.op("Where", {outside, g.number(std::numeric_limits<float>::lowest()), bias});
}

Value attend(GraphBuilder& g, const Value& x, const Value& bias, const RotaryTable& rotary,
             const std::string& at, const ModernBertOptions& options) {
  const std::int64_t hidden = options.size.hidden;
  const AttentionSize size = options.size.attention();
  const Value all = linear(g, x, at + "Wqkv", hidden, 3 * hidden, options.attention_bias);
  const auto parts = g.op_of("Split", {all, g.integers({hidden, hidden, hidden})}, 3,
                             {{"axis", std::int64_t{-1}}});
  const Value q = rotate(g, split_heads(g, parts[0], size), rotary);
  const Value k = rotate(g, split_heads(g, parts[1], size), rotary);
  const Value mixed = attention_of_heads(g, q, turned(g, k, {0, 1, 3, 2}),
                                         split_heads(g, parts[2], size), bias, size);
  return linear(g, mixed, at + "Wo", hidden, hidden, options.attention_bias);
}

Value feed_forward(GraphBuilder& g, const Value& x, const std::string& at,
                   const ModernBertOptions& options) {
  const std::int64_t hidden = options.size.hidden;
  const std::int64_t inner = options.size.intermediate;
  const Value both = linear(g, x, at + "Wi", hidden, 2 * inner, options.mlp_bias);
  const auto parts =
      g.op_of("Split", {both, g.integers({inner, inner})}, 2, {{"axis", std::int64_t{-1}}});
  const Value active = activate(g, parts[0], options.size.activation, options.size.activation_key);
  return linear(g, g.op("Mul", {active, parts[1]}), at + "Wo", inner, hidden, options.mlp_bias);
}

Value encode_modernbert(Build& build, Value x, const Value& ids, const Value& mask,
                        const ModernBertOptions& options) {
  GraphBuilder& g = build.graph;
  FamilyConfig& config = build.config;
  const std::int64_t layers = config.size("num_hidden_layers", 22);
  const std::int64_t period = config.size("global_attn_every_n_layers", 3);
  const double theta = config.number("global_rope_theta", 160000.0);
  const double local_theta = config.number("local_rope_theta", 10000.0);
  const std::int64_t head_size = options.size.hidden / options.size.heads;
  const Value bias = padding_bias(g, mask);
  const Value near = window_bias(g, ids, bias, config.size("local_attention", 128));
  const RotaryTable rotary = rotary_table(g, ids, head_size, theta);
  const RotaryTable local_rotary = rotary_table(g, ids, head_size, local_theta);
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string at = "layers." + std::to_string(i) + ".";
    const bool global = i % period == 0;
    const Value in = i == 0 ? x : norm(g, x, at + "attn_norm", options);
    x = g.op("Add", {x, attend(g, in, global ? bias : near, global ? rotary : local_rotary,
                               at + "attn.", options)});
    x = g.op("Add",
             {x, feed_forward(g, norm(g, x, at + "mlp_norm", options), at + "mlp.", options)});
  }
  return norm(g, x, "final_norm", options);
}

// The mean of the tokens that are no padding.
Value mean(GraphBuilder& g, const Value& x, const Value& mask) {
  const Value weights =
      g.op("Unsqueeze", {g.op("Cast", {mask}, {{"to", std::int64_t{1}}}), g.integers({2})});
  const Attribute flat{"keepdims", std::int64_t{0}};
  const Value sum = g.op("ReduceSum", {g.op("Mul", {x, weights}), g.integers({1})}, {flat});
  return g.op("Div", {sum, g.op("ReduceSum", {weights, g.integers({1})}, {flat})});
}

// ModernBertPredictionHead.
Value predict(Build& build, const Value& x, const ModernBertOptions& options) {
  GraphBuilder& g = build.graph;
  const bool bias = build.config.flag("classifier_bias", false);
  const std::string activation = build.config.text("classifier_activation", "gelu");
  const Value dense = linear(g, x, "head.dense", options.size.hidden, options.size.hidden, bias);
  return norm(g, activate(g, dense, activation, "classifier_activation"), "head.norm", options);
}

void modernbert_masked_lm(Build& build, const Value& x, const ModernBertOptions& options) {
  GraphBuilder& g = build.graph;
  const std::int64_t vocabulary = build.config.size("vocab_size", 50368);
  const bool tied = build.config.flag("tie_word_embeddings", true);
  Value logits = project(g, predict(build, x, options),
                         tied ? "embeddings.tok_embeddings.weight" : "decoder.weight",
                         options.size.hidden, vocabulary);
  if (build.config.flag("decoder_bias", true))
    logits = g.op("Add", {logits, g.weight("decoder.bias", {vocabulary})});
  token_output(g, logits, vocabulary);
}

void add_modernbert_head(Build& build, const Value& x, const Value& mask,
                         const ModernBertOptions& options) {
  GraphBuilder& g = build.graph;
  const std::int64_t hidden = options.size.hidden;
  switch (build.head) {
    case Head::base: return base_output(g, x, hidden);
    case Head::masked_lm: return modernbert_masked_lm(build, x, options);
    case Head::token_classification: return token_head(build, predict(build, x, options), hidden);
    case Head::question_answering:
      return question_answering_head(build, predict(build, x, options), hidden, "classifier");
    case Head::sequence_classification: {
      build.config.expect_text("classifier_pooling", {"cls", "mean"});
      const bool first = build.config.text("classifier_pooling", "cls") == "cls";
      const Value pooled = first ? first_token(g, x) : mean(g, x, mask);
      return sequence_head(build, predict(build, pooled, options), "classifier", hidden);
    }
    default: refuse_head(build);
  }
}

}  // namespace

void build_modernbert(Build& build) {
  GraphBuilder& g = build.graph;
  build.config.ignore({"initializer_cutoff_factor", "attention_dropout", "embedding_dropout",
                       "mlp_dropout", "decoder_bias", "classifier_pooling", "classifier_bias",
                       "classifier_activation", "deterministic_flash_attn", "sparse_prediction",
                       "sparse_pred_ignore_index", "reference_compile", "repad_logits_with_grad",
                       "max_position_embeddings", "layer_norm_eps", "position_embedding_type"});
  const ModernBertOptions options = read_options(build.config);
  const Value ids = token_input(g, "input_ids");
  const Value mask = token_input(g, "attention_mask");
  const Value words = embedding(g, ids, "embeddings.tok_embeddings",
                                build.config.size("vocab_size", 50368), options.size.hidden);
  const Value x =
      encode_modernbert(build, norm(g, words, "embeddings.norm", options), ids, mask, options);
  add_modernbert_head(build, x, mask, options);
}

}  // namespace penstock::native
