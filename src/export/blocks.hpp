// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "export/graph_builder.hpp"

// The parts that encoders share. Values named x have the shape [batch, sequence, features].

namespace penstock::native {

// x W^T + b of torch.nn.Linear(in, out): tensors NAME.weight and, with a bias, NAME.bias.
[[nodiscard]] Value linear(GraphBuilder& graph, const Value& x, const std::string& name,
                           std::int64_t in, std::int64_t out, bool bias = true);
// x W^T of a weight named in full.
[[nodiscard]] Value project(GraphBuilder& graph, const Value& x, const std::string& weight,
                            std::int64_t in, std::int64_t out);

// torch.nn.LayerNorm over the last axis.
[[nodiscard]] Value layer_norm(GraphBuilder& graph, const Value& x, const std::string& name,
                               std::int64_t size, double eps, bool bias = true);

// Rows `ids` of NAME.weight. Only these rows are converted where the table is stored narrower.
[[nodiscard]] Value embedding(GraphBuilder& graph, const Value& ids, const std::string& name,
                              std::int64_t rows, std::int64_t columns);
// The first rows of NAME.weight, as many as `ids` [batch, sequence] has columns.
[[nodiscard]] Value first_rows(GraphBuilder& graph, const Value& ids, const std::string& name,
                               std::int64_t rows, std::int64_t columns);

// What is added to attention scores: 0 where attention_mask [batch, sequence] is 1, the lowest
// float where it is 0. The shape is [batch, 1, 1 or sequence, sequence].
[[nodiscard]] Value padding_bias(GraphBuilder& graph, const Value& attention_mask);

struct AttentionSize {
  std::int64_t heads = 1;
  std::int64_t head_size = 1;
  double scale = 1.0;  // of the scores
};

// softmax(scale q k^T + bias) v for every head; q, k, v and the answer are [batch, sequence,
// heads * head_size]. `bias` is as padding_bias makes it, has one of `heads` on
// its second axis, or is Value{} where there is none.
[[nodiscard]] Value attention(GraphBuilder& graph, const Value& q, const Value& k, const Value& v,
                              const Value& bias, const AttentionSize& size);

// The same of single operators in every form, for biases that leave a query no key at all: ONNX
// Runtime's Attention (1.31) gives such a row other numbers than a softmax of equal scores.
[[nodiscard]] Value plain_attention(GraphBuilder& graph, const Value& q, const Value& k,
                                    const Value& v, const Value& bias, const AttentionSize& size);

// The same where q and v are [batch, heads, sequence, head_size] and keys [batch, heads,
// head_size, sequence] already.
[[nodiscard]] Value attention_of_heads(GraphBuilder& graph, const Value& q, const Value& keys,
                                       const Value& v, const Value& bias,
                                       const AttentionSize& size);

// [batch, sequence, heads * head_size] to [batch, heads, sequence, head_size] and back.
[[nodiscard]] Value split_heads(GraphBuilder& graph, const Value& x, const AttentionSize& size);
[[nodiscard]] Value merge_heads(GraphBuilder& graph, const Value& x, const AttentionSize& size);

// x transposed by these axes.
[[nodiscard]] Value turned(GraphBuilder& graph, const Value& x, std::vector<std::int64_t> order);

// x[:, 0]
[[nodiscard]] Value first_token(GraphBuilder& graph, const Value& x);

}  // namespace penstock::native
