// SPDX-License-Identifier: Apache-2.0
#include "export/encoder_layer.hpp"

#include <cmath>
#include <penstock/error.hpp>

#include "export/activation.hpp"

namespace penstock::native {

const LayerNames kBertLayerNames = {
    "attention.self.query",   "attention.self.key",         "attention.self.value",
    "attention.output.dense", "attention.output.LayerNorm", "intermediate.dense",
    "output.dense",           "output.LayerNorm",           "attention.self.distance_embedding"};

const EncoderSize kBertSize = {768, 12, 3072, "gelu", "hidden_act", 1e-12};

AttentionSize EncoderSize::attention() const {
  const std::int64_t head_size = hidden / heads;
  return {heads, head_size, 1.0 / std::sqrt(static_cast<double>(head_size))};
}

void check_heads(const EncoderSize& size) {
  if (size.hidden % size.heads != 0)
    throw Error(ErrorCode::io, "config.json: a hidden size of " + std::to_string(size.hidden) +
                                   " is not a multiple of " + std::to_string(size.heads) +
                                   " attention heads.");
}

EncoderSize read_encoder_size(FamilyConfig& config, const EncoderSize& otherwise) {
  EncoderSize size;
  size.hidden = config.size("hidden_size", otherwise.hidden);
  size.heads = config.size("num_attention_heads", otherwise.heads);
  size.intermediate = config.size("intermediate_size", otherwise.intermediate);
  size.activation = config.text("hidden_act", otherwise.activation);
  size.eps = config.number("layer_norm_eps", otherwise.eps);
  check_heads(size);
  return size;
}

Value encoder_layers(Build& build, Value x, const ScoreBias& bias, std::string_view at,
                     const LayerNames& names, const EncoderSize& size, std::string_view count_key,
                     std::int64_t count) {
  const std::int64_t layers = build.config.size(count_key, count);
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string layer = std::string(at).append(std::to_string(i)).append(".");
    x = encoder_layer(build.graph, x, bias, layer, names, size);
  }
  return x;
}

Value encoder_layer(GraphBuilder& g, const Value& x, const ScoreBias& bias, const std::string& at,
                    const LayerNames& names, const EncoderSize& size) {
  const auto part = [&](std::string_view name) {
    return linear(g, x, at + std::string(name), size.hidden, size.hidden);
  };
  const Value q = part(names.query);
  const Value k = part(names.key);
  const Value v = part(names.value);
  const AttentionSize heads = size.attention();
  Value added = bias.mask;
  if (bias.keys) {
    const std::string table = at + std::string(names.distance) + ".weight";
    added = g.op("Add", {added, relative_key_scores(g, q, k, table, heads, *bias.keys)});
  }
  return finish_layer(g, x, attention(g, q, k, v, added, heads), at, names, size);
}

Value finish_layer(GraphBuilder& g, const Value& x, const Value& attended, const std::string& at,
                   const LayerNames& names, const EncoderSize& size) {
  const auto full = [&](std::string_view name) { return at + std::string(name); };
  const Value mixed = linear(g, attended, full(names.attention_output), size.hidden, size.hidden);
  const Value middle =
      layer_norm(g, g.op("Add", {mixed, x}), full(names.attention_norm), size.hidden, size.eps);
  const Value wide = linear(g, middle, full(names.up), size.hidden, size.intermediate);
  const Value active = activate(g, wide, size.activation, size.activation_key);
  const Value narrow = linear(g, active, full(names.down), size.intermediate, size.hidden);
  return layer_norm(g, g.op("Add", {narrow, middle}), full(names.output_norm), size.hidden,
                    size.eps);
}

}  // namespace penstock::native
