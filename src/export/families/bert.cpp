// SPDX-License-Identifier: Apache-2.0
// transformers.models.bert.modeling_bert.
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/heads.hpp"

namespace penstock::native {
namespace {

Value embed(Build& build, const Value& ids, const Value& types, const EncoderSize& size) {
  GraphBuilder& g = build.graph;
  FamilyConfig& config = build.config;
  const Value words = embedding(g, ids, "embeddings.word_embeddings",
                                config.size("vocab_size", 30522), size.hidden);
  const Value kinds = embedding(g, types, "embeddings.token_type_embeddings",
                                config.size("type_vocab_size", 2), size.hidden);
  const Value places = first_rows(g, ids, "embeddings.position_embeddings",
                                  config.size("max_position_embeddings", 512), size.hidden);
  const Value sum = g.op("Add", {g.op("Add", {words, kinds}), places});
  return layer_norm(g, sum, "embeddings.LayerNorm", size.hidden, size.eps);
}

// The pooler's answer [batch, hidden]: the first token through a dense layer and tanh.
Value pool(GraphBuilder& g, const Value& x, std::int64_t hidden) {
  return g.op("Tanh", {linear(g, first_token(g, x), "pooler.dense", hidden, hidden)});
}

void add_head(Build& build, const Value& x, const EncoderSize& size) {
  static const MaskedLmNames kMaskedLm = {"cls.predictions.transform.dense",
                                          "cls.predictions.transform.LayerNorm",
                                          "cls.predictions.decoder.weight",
                                          "embeddings.word_embeddings.weight",
                                          {"cls.predictions.bias", "cls.predictions.decoder.bias"}};
  GraphBuilder& g = build.graph;
  switch (build.head) {
    case Head::base: return base_output(g, x, size.hidden);
    case Head::token_classification: return token_head(build, x, size.hidden);
    case Head::question_answering: return question_answering_head(build, x, size.hidden);
    case Head::masked_lm:
      return masked_lm_head(build, x, kMaskedLm,
                            {size.hidden, size.hidden, size.eps, size.activation});
    case Head::sequence_classification: {
      const std::int64_t labels = build.config.num_labels();
      const Value pooled = pool(g, x, size.hidden);
      return sequence_output(g, linear(g, pooled, "classifier", size.hidden, labels), labels);
    }
    default: refuse_head(build);
  }
}

}  // namespace

void build_bert(Build& build) {
  GraphBuilder& g = build.graph;
  build.config.expect_text("position_embedding_type", {"absolute"});
  build.config.ignore({"tie_word_embeddings"});
  const EncoderSize size = read_encoder_size(build.config);
  const Value ids = token_input(g, "input_ids");
  const Value mask = token_input(g, "attention_mask");
  const Value types = token_input(g, "token_type_ids");
  Value x = embed(build, ids, types, size);
  const Value bias = padding_bias(g, mask);
  const std::int64_t layers = build.config.size("num_hidden_layers", 12);
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string at = "encoder.layer." + std::to_string(i) + ".";
    x = encoder_layer(g, x, bias, at, kBertLayerNames, size);
  }
  add_head(build, x, size);
}

}  // namespace penstock::native
