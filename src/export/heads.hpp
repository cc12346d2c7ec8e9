// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "export/blocks.hpp"
#include "export/family.hpp"

// Inputs and outputs by the names that Optimum's exports have, and the heads that most families
// share.

namespace penstock::native {

// An int64 input [batch_size, sequence_length].
[[nodiscard]] Value token_input(GraphBuilder& graph, std::string_view name);

// pixel_values [batch_size, channels, side, side].
[[nodiscard]] Value image_input(GraphBuilder& graph, std::int64_t channels, std::int64_t side);

// last_hidden_state [batch_size, sequence_length, hidden].
void base_output(GraphBuilder& graph, const Value& x, std::int64_t hidden);
// logits [batch_size, labels].
void sequence_output(GraphBuilder& graph, const Value& logits, std::int64_t labels);
// logits [batch_size, sequence_length, labels].
void token_output(GraphBuilder& graph, const Value& logits, std::int64_t labels);

// logits of Linear `name` on a summary [batch, width] of each sequence.
void sequence_head(Build& build, const Value& summary, const std::string& name, std::int64_t width);
// The first token through "classifier.dense", an activation and "classifier.out_proj".
void dense_sequence_head(Build& build, const Value& x, std::int64_t hidden,
                         std::string_view activation);
// Linear "classifier" on every token.
void token_head(Build& build, const Value& x, std::int64_t hidden);
// A linear layer with two outputs, split into start_logits and end_logits.
void question_answering_head(Build& build, const Value& x, std::int64_t hidden,
                             const std::string& name = "qa_outputs");

// Names of the parts of a masked language modelling head: x -> dense -> activation -> norm ->
// product with the word embeddings, or with a matrix of its own.
struct MaskedLmNames {
  std::string_view dense;
  std::string_view norm;
  std::string_view decoder;            // the matrix, where it is not tied to the embeddings
  std::vector<std::string_view> bias;  // the first that is there
};
struct MaskedLmSize {
  std::int64_t hidden = 0;
  std::int64_t inner = 0;  // columns of the word embeddings
  double eps = 1e-12;
  std::string activation;
};
void masked_lm_head(Build& build, const Value& x, const MaskedLmNames& names,
                    const MaskedLmSize& size);

// The head that `build` asks for on hidden states `x`: the shared ones above, and those that each
// family has its own way of.
struct OwnHeads {
  std::function<void()> masked_lm;
  std::function<void()> sequence_classification;
};
void add_text_head(Build& build, const Value& x, std::int64_t hidden, const OwnHeads& own);

}  // namespace penstock::native
