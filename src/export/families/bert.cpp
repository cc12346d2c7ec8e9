// SPDX-License-Identifier: Apache-2.0
// transformers.models.bert.modeling_bert.
#include "export/embeddings.hpp"
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/heads.hpp"

namespace penstock::native {
namespace {

// The pooler's answer [batch, hidden]: the first token through a dense layer and tanh.
Value pool(GraphBuilder& g, const Value& x, std::int64_t hidden) {
  return g.op("Tanh", {linear(g, first_token(g, x), "pooler.dense", hidden, hidden)});
}

void add_bert_head(Build& build, const Value& x, const EncoderSize& size) {
  static const MaskedLmNames kMaskedLm = {"cls.predictions.transform.dense",
                                          "cls.predictions.transform.LayerNorm",
                                          "cls.predictions.decoder.weight",
                                          {"cls.predictions.bias", "cls.predictions.decoder.bias"}};
  const auto masked_lm = [&] {
    masked_lm_head(build, x, kMaskedLm, {size.hidden, size.hidden, size.eps, size.activation});
  };
  const auto sequence_classification = [&] {
    sequence_head(build, pool(build.graph, x, size.hidden), "classifier", size.hidden);
  };
  add_text_head(build, x, size.hidden, {masked_lm, sequence_classification});
}

}  // namespace

void build_bert(Build& build) {
  GraphBuilder& g = build.graph;
  const EncoderSize size = read_encoder_size(build.config, kBertSize);
  const EmbeddingSize embeddings =
      read_embedding_size(build.config, {size.hidden, 30522, 512, 2, size.eps});
  const Value ids = token_input(g, "input_ids");
  const Value mask = token_input(g, "attention_mask");
  const auto keys = relative_keys(build, ids);
  const Value types = token_input(g, "token_type_ids");
  Value x = embed_tokens(g, ids, types, {}, embeddings, !keys);
  const ScoreBias bias(padding_bias(g, mask), keys);
  x = encoder_layers(build, x, bias, "encoder.layer.", kBertLayerNames, size);
  add_bert_head(build, x, size);
}

}  // namespace penstock::native
