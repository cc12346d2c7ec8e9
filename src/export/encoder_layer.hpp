// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "export/blocks.hpp"
#include "export/distance_scores.hpp"
#include "export/family.hpp"

// The layer of BERT and its relatives: attention, then a feed-forward network, each added to what
// came in and normalised after.

namespace penstock::native {

struct EncoderSize {
  std::int64_t hidden = 0;
  std::int64_t heads = 0;
  std::int64_t intermediate = 0;
  std::string activation;
  std::string_view activation_key = "hidden_act";
  double eps = 1e-12;

  [[nodiscard]] AttentionSize attention() const;
};

// Throws Error{io} unless heads divides hidden.
void check_heads(const EncoderSize& size);

// hidden_size, num_attention_heads, intermediate_size, hidden_act and layer_norm_eps; `otherwise`
// holds transformers' defaults.
[[nodiscard]] EncoderSize read_encoder_size(FamilyConfig& config, const EncoderSize& otherwise);
extern const EncoderSize kBertSize;  // the defaults of BERT and most relatives

// What a family calls the parts of its layer.
struct LayerNames {
  std::string_view query;
  std::string_view key;
  std::string_view value;
  std::string_view attention_output;
  std::string_view attention_norm;
  std::string_view up;
  std::string_view down;
  std::string_view output_norm;
  std::string_view distance = {};  // the table of relative keys
};
extern const LayerNames kBertLayerNames;

// What every layer adds to its attention scores: padding, and distances where a family has them.
struct ScoreBias {
  ScoreBias(Value mask_) : mask(std::move(mask_)) {}  // NOLINT: a bias may be no more than that
  ScoreBias(Value mask_, std::optional<RelativeKeys> keys_)
      : mask(std::move(mask_)), keys(std::move(keys_)) {}

  Value mask;
  std::optional<RelativeKeys> keys;
};

// All layers, as many as the config's member says; `at` is where their names start
// ("encoder.layer.").
[[nodiscard]] Value encoder_layers(Build& build, Value x, const ScoreBias& bias,
                                   std::string_view at, const LayerNames& names,
                                   const EncoderSize& size,
                                   std::string_view count_key = "num_hidden_layers",
                                   std::int64_t count = 12);

// One layer; `at` is where its tensors' names start ("encoder.layer.0.").
[[nodiscard]] Value encoder_layer(GraphBuilder& graph, const Value& x, const ScoreBias& bias,
                                  const std::string& at, const LayerNames& names,
                                  const EncoderSize& size);
// All of it after the attention itself, whose result is `attended`.
[[nodiscard]] Value finish_layer(GraphBuilder& graph, const Value& x, const Value& attended,
                                 const std::string& at, const LayerNames& names,
                                 const EncoderSize& size);

}  // namespace penstock::native
