// SPDX-License-Identifier: Apache-2.0
#include "export/heads.hpp"

#include "export/activation.hpp"

namespace penstock::native {
namespace {

const Dimension kBatch = std::string("batch_size");
constexpr std::string_view kWordEmbeddings = "embeddings.word_embeddings.weight";
const Dimension kSequence = std::string("sequence_length");

}  // namespace

Value token_input(GraphBuilder& g, std::string_view name) {
  return g.input(name, DType::int64, {kBatch, kSequence});
}

Value image_input(GraphBuilder& g, std::int64_t channels, std::int64_t side) {
  return g.input("pixel_values", DType::float32, {kBatch, channels, side, side});
}

void base_output(GraphBuilder& g, const Value& x, std::int64_t hidden) {
  g.output(x, "last_hidden_state", DType::float32, {kBatch, kSequence, hidden});
}

void sequence_output(GraphBuilder& g, const Value& logits, std::int64_t labels) {
  g.output(logits, "logits", DType::float32, {kBatch, labels});
}

void token_output(GraphBuilder& g, const Value& logits, std::int64_t labels) {
  g.output(logits, "logits", DType::float32, {kBatch, kSequence, labels});
}

void sequence_head(Build& build, const Value& summary, const std::string& name,
                   std::int64_t width) {
  const std::int64_t labels = build.config.num_labels();
  sequence_output(build.graph, linear(build.graph, summary, name, width, labels), labels);
}

void dense_sequence_head(Build& build, const Value& x, std::int64_t hidden,
                         std::string_view activation) {
  GraphBuilder& g = build.graph;
  const Value dense = linear(g, first_token(g, x), "classifier.dense", hidden, hidden);
  sequence_head(build, activate(g, dense, activation), "classifier.out_proj", hidden);
}

void token_head(Build& build, const Value& x, std::int64_t hidden) {
  const std::int64_t labels = build.config.num_labels();
  token_output(build.graph, linear(build.graph, x, "classifier", hidden, labels), labels);
}

void question_answering_head(Build& build, const Value& x, std::int64_t hidden,
                             const std::string& name) {
  GraphBuilder& g = build.graph;
  const Value both = linear(g, x, name, hidden, 2);
  const std::vector<Value> sides =
      g.op_of("Split", {both, g.integers({1, 1})}, 2, {{"axis", std::int64_t{-1}}});
  constexpr std::string_view kNames[] = {"start_logits", "end_logits"};
  for (std::size_t i = 0; i < 2; ++i) {
    g.output(g.op("Squeeze", {sides[i], g.integers({2})}), kNames[i], DType::float32,
             {kBatch, kSequence});
  }
}

void masked_lm_head(Build& build, const Value& x, const MaskedLmNames& names,
                    const MaskedLmSize& size) {
  GraphBuilder& g = build.graph;
  const std::int64_t vocabulary = build.config.size("vocab_size", 30522);
  const Value dense = linear(g, x, std::string(names.dense), size.hidden, size.inner);
  const Value active = activate(g, dense, size.activation);
  const Value normal = layer_norm(g, active, std::string(names.norm), size.inner, size.eps);
  const bool tied = build.config.flag("tie_word_embeddings", true);
  Value logits = project(g, normal, std::string(tied ? kWordEmbeddings : names.decoder), size.inner,
                         vocabulary);
  std::string bias(names.bias.front());
  for (const std::string_view name : names.bias) {
    if (!g.has(std::string(name))) continue;
    bias = name;
    break;
  }
  logits = g.op("Add", {logits, g.weight(bias, {vocabulary})});
  token_output(g, logits, vocabulary);
}

void add_text_head(Build& build, const Value& x, std::int64_t hidden, const OwnHeads& own) {
  switch (build.head) {
    case Head::base: return base_output(build.graph, x, hidden);
    case Head::token_classification: return token_head(build, x, hidden);
    case Head::question_answering: return question_answering_head(build, x, hidden);
    case Head::masked_lm: return own.masked_lm();
    case Head::sequence_classification: return own.sequence_classification();
    default: refuse_head(build);
  }
}

}  // namespace penstock::native
