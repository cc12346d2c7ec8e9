// SPDX-License-Identifier: Apache-2.0
// transformers.models.nomic_bert (5.x), and the repositories' own code before it
// (nomic-ai/nomic-bert-2048): one model under two sets of names.
#include <penstock/error.hpp>

#include "export/activation.hpp"
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/heads.hpp"
#include "export/rotary.hpp"

namespace penstock::native {
namespace {

// What a checkpoint calls the parts of a layer, and of the norm after the embeddings.
struct Names {
  std::string_view layers;
  std::string_view attention_output;
  std::string_view up;
  std::string_view gate;
  std::string_view down;
  std::string_view attention_norm;
  std::string_view output_norm;
  std::string_view embedding_norm;
};
constexpr Names kOriginalNames = {"encoder.layers.", "attn.out_proj", "mlp.fc11", "mlp.fc12",
                                  "mlp.fc2",         "norm1",         "norm2",    "emb_ln"};
constexpr Names kTensorNames = {
    "layers.",       "self_attn.o_proj",         "mlp.up_proj",        "mlp.gate_proj",
    "mlp.down_proj", "post_attention_layernorm", "post_mlp_layernorm", "embeddings.LayerNorm"};

struct NomicOptions {
  EncoderSize size;
  std::int64_t head_size = 0;
  std::int64_t turned = 0;  // features of a head that rotary positions turn
  std::int64_t layers = 0;
  std::int64_t vocabulary = 0;
  std::int64_t types = 0;
  double theta = 0;
  bool gated = true;
  bool attention_bias = false;
  bool up_bias = false;
  bool down_bias = false;
  bool head_bias = true;        // of the masked language modelling head
  std::string head_activation;  // likewise

  [[nodiscard]] std::int64_t width() const { return size.heads * head_size; }
  [[nodiscard]] AttentionSize attention() const {
    EncoderSize of_heads = size;
    of_heads.hidden = width();
    return of_heads.attention();
  }
};

std::int64_t rounded_up(std::int64_t value, std::int64_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

// NomicBertConfig of the repositories' code: GPT-2's names and members of its own.
void read_activation(FamilyConfig& config, NomicOptions& options) {
  constexpr std::int64_t kMultiple = 256;  // NomciBertGatedMLP's multiple_of
  config.expect_text("activation_function", {"gelu_new", "gelu", "gelu_fast", "gelu_pytorch_tanh",
                                             "swiglu", "geglu", "glu"});
  const std::string name = config.text("activation_function", "gelu_new");
  const std::int64_t hidden = options.size.hidden;
  options.gated = name == "swiglu" || name == "geglu" || name == "glu";
  options.size.intermediate = config.size("n_inner", options.gated ? 8 * hidden / 3 : 4 * hidden);
  if (options.gated) options.size.intermediate = rounded_up(options.size.intermediate, kMultiple);
  // Every kind of GELU is the exact one in the layers, and only there.
  options.size.activation = name == "swiglu" ? "silu" : name == "glu" ? "sigmoid" : "gelu";
  options.head_activation = name == "swiglu" ? "silu" : options.gated ? "gelu" : name;
  options.up_bias = config.flag("mlp_fc1_bias", true);
  options.down_bias = config.flag("mlp_fc2_bias", true);
  options.head_bias = options.up_bias;
}

void read_original_positions(FamilyConfig& config, NomicOptions& options) {
  const double fraction = config.number("rotary_emb_fraction", 0.0);
  options.turned = static_cast<std::int64_t>(static_cast<double>(options.head_size) * fraction);
  if (!(fraction > 0.0 && fraction <= 1.0) || options.turned < 1)
    throw Error(ErrorCode::unsupported,
                "config.json: rotary_emb_fraction=" + FileJson(fraction).dump() +
                    " is not supported by the natively built graph "
                    "(supported: above 0, to 1).");
  options.theta = config.number("rotary_emb_base", 10000.0);
  config.expect_flag("rotary_emb_interleaved", false);
  config.expect_none("rotary_emb_scale_base");
  config.expect_none("rotary_scaling_factor");
  config.ignore({"n_positions", "max_position_embeddings", "max_trained_positions", "n_ctx"});
}

NomicOptions read_original(FamilyConfig& config) {
  NomicOptions options;
  options.size.hidden = config.size("n_embd", 768);
  options.size.heads = config.size("n_head", 12);
  options.size.eps = config.number("layer_norm_epsilon", 1e-5);
  check_heads(options.size);
  options.head_size = options.size.hidden / options.size.heads;
  options.layers = config.size("n_layer", 12);
  options.vocabulary =
      rounded_up(config.size("vocab_size", 50257), config.size("pad_vocab_size_multiple", 1));
  options.types = config.integer("type_vocab_size", 2);
  options.attention_bias = config.flag("qkv_proj_bias", true);
  read_activation(config, options);
  read_original_positions(config, options);
  for (const char* key : {"prenorm", "parallel_block", "parallel_block_tied_norm", "causal",
                          "use_rms_norm", "scale_attn_by_inverse_layer_idx"})
    config.expect_flag(key, false);
  config.expect_none("num_heads_kv");
  config.ignore({"attn_pdrop", "embd_pdrop", "resid_pdrop", "dense_seq_output", "fused_bias_fc",
                 "fused_dropout_add_ln", "use_flash_attn", "use_xentropy", "scale_attn_weights",
                 "reorder_and_upcast_attn", "summary_activation", "summary_type",
                 "summary_proj_to_labels", "summary_use_proj", "rotary_head_dim"});
  // The same things once more, in the names of transformers.
  config.ignore({"hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
                 "hidden_act", "layer_norm_eps", "rope_parameters", "rope_theta", "head_dim"});
  return options;
}

// rope_parameters of transformers 5.
double read_theta(FamilyConfig& config) {
  constexpr double kTheta = 1000.0;
  const FileJson& rope = config.member("rope_parameters");
  if (!rope.is_object()) return config.number("rope_theta", kTheta);
  for (const auto& [key, value] : rope.items()) {
    const bool known =
        key == "rope_theta" ? value.is_number() : key == "rope_type" && value == "default";
    if (!known)
      throw Error(ErrorCode::unsupported,
                  "config.json: rope_parameters=" + rope.dump() +
                      " is not supported by the natively built graph (supported: rope_theta and "
                      "rope_type=default).");
  }
  return rope.value("rope_theta", kTheta);
}

NomicOptions read_current(FamilyConfig& config) {
  NomicOptions options;
  options.size = read_encoder_size(config, {768, 12, 3072, "silu", "hidden_act", 1e-12});
  options.head_size = config.size("head_dim", options.size.hidden / options.size.heads);
  options.turned = options.head_size;
  options.layers = config.size("num_hidden_layers", 12);
  options.vocabulary = config.size("vocab_size", 30528);
  options.types = config.integer("type_vocab_size", 2);
  options.theta = read_theta(config);
  options.head_activation = options.size.activation;
  config.ignore({"max_position_embeddings"});
  return options;
}

// One matrix for query, key and value, or three.
Value attend(GraphBuilder& g, const Value& x, const Value& bias, const RotaryTable& rotary,
             const std::string& at, const Names& names, const NomicOptions& options) {
  const std::int64_t hidden = options.size.hidden;
  const std::int64_t width = options.width();
  std::vector<Value> parts;
  if (g.has(at + "attn.Wqkv.weight")) {
    const Value all = linear(g, x, at + "attn.Wqkv", hidden, 3 * width, options.attention_bias);
    parts =
        g.op_of("Split", {all, g.integers({width, width, width})}, 3, {{"axis", std::int64_t{-1}}});
  } else {
    for (const char* name : {"q_proj", "k_proj", "v_proj"})
      parts.push_back(
          linear(g, x, at + "self_attn." + name, hidden, width, options.attention_bias));
  }
  const AttentionSize size = options.attention();
  const std::int64_t rest = options.head_size - options.turned;
  const Value q = rotate(g, split_heads(g, parts[0], size), rotary, rest);
  const Value k = rotate(g, split_heads(g, parts[1], size), rotary, rest);
  const Value mixed = attention_of_heads(g, q, turned(g, k, {0, 1, 3, 2}),
                                         split_heads(g, parts[2], size), bias, size);
  return linear(g, mixed, at + std::string(names.attention_output), width, hidden,
                options.attention_bias);
}

Value feed_forward(GraphBuilder& g, const Value& x, const std::string& at, const Names& names,
                   const NomicOptions& options) {
  const EncoderSize& size = options.size;
  const auto part = [&](std::string_view name) {
    return linear(g, x, at + std::string(name), size.hidden, size.intermediate, options.up_bias);
  };
  const Value gate = activate(g, part(options.gated ? names.gate : "mlp.fc1"), size.activation,
                              size.activation_key);
  const Value wide = options.gated ? g.op("Mul", {part(names.up), gate}) : gate;
  return linear(g, wide, at + std::string(names.down), size.intermediate, size.hidden,
                options.down_bias);
}

Value encode(GraphBuilder& g, const std::string& root, const Names& names,
             const NomicOptions& options) {
  const EncoderSize& size = options.size;
  const Value ids = token_input(g, "input_ids");
  const Value mask = token_input(g, "attention_mask");
  Value x = embedding(g, ids, root + "embeddings.word_embeddings", options.vocabulary, size.hidden);
  if (options.types > 0) {
    const Value rows =
        embedding(g, token_input(g, "token_type_ids"), root + "embeddings.token_type_embeddings",
                  options.types, size.hidden);
    x = g.op("Add", {x, rows});
  }
  const auto norm = [&](const Value& value, const std::string& name) {
    return layer_norm(g, value, name, size.hidden, size.eps);
  };
  x = norm(x, root + std::string(names.embedding_norm));
  const Value bias = padding_bias(g, mask);
  const RotaryTable rotary = rotary_table(g, ids, options.turned, options.theta);
  for (std::int64_t i = 0; i < options.layers; ++i) {
    std::string at = root + std::string(names.layers);
    at.append(std::to_string(i)).append(".");
    const Value mixed = attend(g, x, bias, rotary, at, names, options);
    x = norm(g.op("Add", {mixed, x}), at + std::string(names.attention_norm));
    x = norm(g.op("Add", {feed_forward(g, x, at, names, options), x}),
             at + std::string(names.output_norm));
  }
  return x;
}

// The repositories' code has biases here where its layers have them, and ties the matrix always.
void nomic_masked_lm(Build& build, const Value& x, const std::string& root,
                     const NomicOptions& options) {
  GraphBuilder& g = build.graph;
  const EncoderSize& size = options.size;
  const std::string at = "cls.predictions.";
  const Value dense =
      linear(g, x, at + "transform.dense", size.hidden, size.hidden, options.head_bias);
  const Value active = activate(g, dense, options.head_activation, size.activation_key);
  const Value normal = layer_norm(g, active, at + "transform.layer_norm", size.hidden, size.eps);
  const bool tied = build.config.flag("tie_word_embeddings", true) || build.config.has("n_embd");
  const std::string decoder =
      tied ? root + "embeddings.word_embeddings.weight" : at + "decoder.weight";
  Value logits = project(g, normal, decoder, size.hidden, options.vocabulary);
  if (options.head_bias) {
    // One tensor under two names where the matrix is tied, two where it is not.
    const bool own = !g.has(at + "bias") || (!tied && g.has(at + "decoder.bias"));
    const std::string bias = at + (own ? "decoder.bias" : "bias");
    logits = g.op("Add", {logits, g.weight(bias, {options.vocabulary})});
  }
  token_output(g, logits, options.vocabulary);
}

}  // namespace

void build_nomic_bert(Build& build) {
  GraphBuilder& g = build.graph;
  const NomicOptions options =
      build.config.has("n_embd") ? read_original(build.config) : read_current(build.config);
  const std::string words = "embeddings.word_embeddings.weight";
  const std::string root = !g.has(words) && g.has("bert." + words) ? "bert." : "";
  const bool original = g.has(root + std::string(kOriginalNames.embedding_norm) + ".weight");
  const std::int64_t hidden = options.size.hidden;
  const Value x = encode(g, root, original ? kOriginalNames : kTensorNames, options);
  switch (build.head) {
    case Head::base: return base_output(g, x, hidden);
    case Head::token_classification: return token_head(build, x, hidden);
    case Head::masked_lm: return nomic_masked_lm(build, x, root, options);
    case Head::sequence_classification: {
      const Value pooled = linear(g, first_token(g, x), root + "pooler.dense", hidden, hidden);
      return sequence_head(build, g.op("Tanh", {pooled}), "classifier", hidden);
    }
    default: refuse_head(build);
  }
}

}  // namespace penstock::native
