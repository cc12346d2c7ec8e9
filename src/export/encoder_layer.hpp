// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "export/blocks.hpp"
#include "export/family_config.hpp"

// The layer of BERT and its relatives: attention, then a feed-forward network, each added to what
// came in and normalised after.

namespace penstock::native {

struct EncoderSize {
  std::int64_t hidden = 0;
  std::int64_t heads = 0;
  std::int64_t intermediate = 0;
  std::string activation;
  double eps = 1e-12;

  [[nodiscard]] AttentionSize attention() const;
};

// Throws Error{io} unless heads divides hidden.
void check_heads(const EncoderSize& size);

// hidden_size, num_attention_heads, intermediate_size, hidden_act and layer_norm_eps.
[[nodiscard]] EncoderSize read_encoder_size(FamilyConfig& config);

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
};
extern const LayerNames kBertLayerNames;

// One layer; `at` is where its tensors' names start ("encoder.layer.0.").
[[nodiscard]] Value encoder_layer(GraphBuilder& graph, const Value& x, const Value& bias,
                                  const std::string& at, const LayerNames& names,
                                  const EncoderSize& size);
// All of it after the attention itself, whose result is `attended`.
[[nodiscard]] Value finish_layer(GraphBuilder& graph, const Value& x, const Value& attended,
                                 const std::string& at, const LayerNames& names,
                                 const EncoderSize& size);

}  // namespace penstock::native
