// SPDX-License-Identifier: Apache-2.0
// transformers.models.electra.modeling_electra.
#include "export/embeddings.hpp"
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/heads.hpp"

namespace penstock::native {
namespace {

const EncoderSize kElectraDefaults = {256, 4, 1024, "gelu", "hidden_act", 1e-12};

void add_electra_head(Build& build, const Value& x, const EncoderSize& size, std::int64_t width) {
  static const MaskedLmNames kMaskedLm = {"generator_predictions.dense",
                                          "generator_predictions.LayerNorm",
                                          "generator_lm_head.weight",
                                          {"generator_lm_head.bias"}};
  const auto masked_lm = [&] {
    masked_lm_head(build, x, kMaskedLm, {size.hidden, width, size.eps, "gelu"});
  };
  const auto sequence_classification = [&] { dense_sequence_head(build, x, size.hidden, "gelu"); };
  add_text_head(build, x, size.hidden, {masked_lm, sequence_classification});
}

}  // namespace

void build_electra(Build& build) {
  GraphBuilder& g = build.graph;
  build.config.ignore(
      {"summary_type", "summary_use_proj", "summary_activation", "summary_last_dropout"});
  const EncoderSize size = read_encoder_size(build.config, kElectraDefaults);
  const std::int64_t width = build.config.size("embedding_size", 128);
  const EmbeddingSize embeddings =
      read_embedding_size(build.config, {width, 30522, 512, 2, size.eps});
  const Value ids = token_input(g, "input_ids");
  const Value mask = token_input(g, "attention_mask");
  const auto keys = relative_keys(build, ids);
  const Value types = token_input(g, "token_type_ids");
  Value x = embed_tokens(g, ids, types, {}, embeddings, !keys);
  if (width != size.hidden) x = linear(g, x, "embeddings_project", width, size.hidden);
  const ScoreBias bias(padding_bias(g, mask), keys);
  x = encoder_layers(build, x, bias, "encoder.layer.", kBertLayerNames, size);
  add_electra_head(build, x, size, width);
}

}  // namespace penstock::native
