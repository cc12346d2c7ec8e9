// SPDX-License-Identifier: Apache-2.0
// transformers.models.distilbert.modeling_distilbert.
#include "export/activation.hpp"
#include "export/embeddings.hpp"
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/heads.hpp"

namespace penstock::native {
namespace {

constexpr LayerNames kDistilBertNames = {"attention.q_lin",   "attention.k_lin",  "attention.v_lin",
                                         "attention.out_lin", "sa_layer_norm",    "ffn.lin1",
                                         "ffn.lin2",          "output_layer_norm"};

// layer_norm_eps is not configurable here.
EncoderSize read_size(FamilyConfig& config) {
  EncoderSize size;
  size.hidden = config.size("dim", 768);
  size.heads = config.size("n_heads", 12);
  size.intermediate = config.size("hidden_dim", 4 * 768);
  size.activation = config.text("activation", "gelu");
  size.activation_key = "activation";
  check_heads(size);
  return size;
}

void add_distilbert_head(Build& build, const Value& x, const EncoderSize& size) {
  static const MaskedLmNames kMaskedLm = {
      "vocab_transform", "vocab_layer_norm", "vocab_projector.weight", {"vocab_projector.bias"}};
  GraphBuilder& g = build.graph;
  const auto masked_lm = [&] {
    masked_lm_head(build, x, kMaskedLm, {size.hidden, size.hidden, size.eps, size.activation});
  };
  const auto sequence_classification = [&] {
    const Value dense = linear(g, first_token(g, x), "pre_classifier", size.hidden, size.hidden);
    sequence_head(build, activate(g, dense, "relu"), "classifier", size.hidden);
  };
  add_text_head(build, x, size.hidden, {masked_lm, sequence_classification});
}

}  // namespace

void build_distilbert(Build& build) {
  GraphBuilder& g = build.graph;
  build.config.ignore({"dropout", "attention_dropout", "qa_dropout", "seq_classif_dropout",
                       "sinusoidal_pos_embds", "tie_weights_"});
  const EncoderSize size = read_size(build.config);
  const EmbeddingSize embeddings =
      read_embedding_size(build.config, {size.hidden, 30522, 512, 0, size.eps});
  const Value ids = token_input(g, "input_ids");
  const Value mask = token_input(g, "attention_mask");
  Value x = embed_tokens(g, ids, {}, {}, embeddings);
  const Value bias = padding_bias(g, mask);
  x = encoder_layers(build, x, bias, "transformer.layer.", kDistilBertNames, size, "n_layers", 6);
  add_distilbert_head(build, x, size);
}

}  // namespace penstock::native
