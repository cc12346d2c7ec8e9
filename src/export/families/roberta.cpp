// SPDX-License-Identifier: Apache-2.0
// transformers.models.roberta.modeling_roberta; XLM-RoBERTa and CamemBERT are the same.
#include "export/embeddings.hpp"
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/heads.hpp"

namespace penstock::native {

void add_roberta_head(Build& build, const Value& x, const EncoderSize& size) {
  static const MaskedLmNames kMaskedLm = {"lm_head.dense",
                                          "lm_head.layer_norm",
                                          "lm_head.decoder.weight",
                                          {"lm_head.bias", "lm_head.decoder.bias"}};
  const auto masked_lm = [&] {
    masked_lm_head(build, x, kMaskedLm, {size.hidden, size.hidden, size.eps, "gelu"});
  };
  const auto sequence_classification = [&] { dense_sequence_head(build, x, size.hidden, "tanh"); };
  add_text_head(build, x, size.hidden, {masked_lm, sequence_classification});
}

void build_roberta(Build& build) {
  GraphBuilder& g = build.graph;
  const EncoderSize size = read_encoder_size(build.config, kBertSize);
  const EmbeddingSize embeddings =
      read_embedding_size(build.config, {size.hidden, 50265, 512, 2, size.eps});
  const Value ids = token_input(g, "input_ids");
  const Value mask = token_input(g, "attention_mask");
  const auto keys = relative_keys(build, ids);
  const Value positions = positions_past_padding(g, ids, build.config.integer("pad_token_id", 1));
  Value x = embed_tokens(g, ids, {}, positions, embeddings, !keys);
  const ScoreBias bias(padding_bias(g, mask), keys);
  x = encoder_layers(build, x, bias, "encoder.layer.", kBertLayerNames, size);
  add_roberta_head(build, x, size);
}

}  // namespace penstock::native
