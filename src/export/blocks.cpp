// SPDX-License-Identifier: Apache-2.0
#include "export/blocks.hpp"

#include <limits>

namespace penstock::native {
namespace {

constexpr int kAttentionSince = 23;  // operator set

Value matrix_product(GraphBuilder& g, const Value& x, const Value& weight) {
  if (g.form().fused_matmul)
    return g.contrib_op("FusedMatMul", {x, weight}, {{"transB", std::int64_t{1}}});
  return g.op("MatMul", {x, g.transposed(weight)});
}

Value in_heads(GraphBuilder& g, const Value& x, const AttentionSize& size) {
  return g.op("Reshape", {x, g.integers({0, 0, size.heads, size.head_size})});
}

}  // namespace

Value turned(GraphBuilder& g, const Value& x, std::vector<std::int64_t> order) {
  return g.op("Transpose", {x}, {{"perm", std::move(order)}});
}

Value project(GraphBuilder& g, const Value& x, const std::string& weight, std::int64_t in,
              std::int64_t out) {
  return matrix_product(g, x, g.weight(weight, {out, in}));
}

Value linear(GraphBuilder& g, const Value& x, const std::string& name, std::int64_t in,
             std::int64_t out, bool bias) {
  const Value product = project(g, x, name + ".weight", in, out);
  return bias ? g.op("Add", {product, g.weight(name + ".bias", {out})}) : product;
}

Value layer_norm(GraphBuilder& g, const Value& x, const std::string& name, std::int64_t size,
                 double eps, bool bias) {
  const Attribute axis{"axis", std::int64_t{-1}};
  const Attribute epsilon{"epsilon", static_cast<float>(eps)};
  const Value scale = g.weight(name + ".weight", {size});
  if (!bias) return g.op("LayerNormalization", {x, scale}, {axis, epsilon});
  return g.op("LayerNormalization", {x, scale, g.weight(name + ".bias", {size})}, {axis, epsilon});
}

Value embedding(GraphBuilder& g, const Value& ids, const std::string& name, std::int64_t rows,
                std::int64_t columns) {
  const std::string weight = name + ".weight";
  return g.as_float(g.op("Gather", {g.table(weight, {rows, columns}), ids}), weight);
}

Value first_rows(GraphBuilder& g, const Value& ids, const std::string& name, std::int64_t rows,
                 std::int64_t columns) {
  const std::string weight = name + ".weight";
  const Value length = g.op("Shape", {ids}, {{"start", std::int64_t{1}}, {"end", std::int64_t{2}}});
  const Value table = g.table(weight, {rows, columns});
  return g.as_float(g.op("Slice", {table, g.integers({0}), length, g.integers({0})}), weight);
}

Value padding_bias(GraphBuilder& g, const Value& attention_mask) {
  const Value mask = g.op("Cast", {attention_mask}, {{"to", kOnnxFloat}});
  const Value absent = g.op("Sub", {g.number(1.0F), mask});
  const Value bias = g.op("Mul", {absent, g.number(std::numeric_limits<float>::lowest())});
  const Value wide = g.op("Unsqueeze", {bias, g.integers({1, 2})});
  if (g.form().opset < kAttentionSince) return wide;
  // ONNX Runtime's Attention does not spread a bias over the query axis.
  const Value both = g.op("Shape", {attention_mask});
  const Value length = g.op("Gather", {both, g.integers({1})});
  const Value batch = g.op("Gather", {both, g.integers({0})});
  const Value shape =
      g.op_of("Concat", {batch, g.integers({1}), length, length}, 1, {{"axis", std::int64_t{0}}})
          .front();
  return g.op("Expand", {wide, shape});
}

Value split_heads(GraphBuilder& g, const Value& x, const AttentionSize& size) {
  return turned(g, in_heads(g, x, size), {0, 2, 1, 3});
}

Value merge_heads(GraphBuilder& g, const Value& x, const AttentionSize& size) {
  const Value flat = turned(g, x, {0, 2, 1, 3});
  return g.op("Reshape", {flat, g.integers({0, 0, size.heads * size.head_size})});
}

Value attention(GraphBuilder& g, const Value& q, const Value& k, const Value& v, const Value& bias,
                const AttentionSize& size) {
  if (g.form().opset >= kAttentionSince) {
    const std::vector<Value> inputs =
        bias.name.empty() ? std::vector<Value>{q, k, v} : std::vector<Value>{q, k, v, bias};
    return g
        .op_of("Attention", inputs, 1,
               {{"q_num_heads", size.heads},
                {"kv_num_heads", size.heads},
                {"scale", static_cast<float>(size.scale)}})
        .front();
  }
  return plain_attention(g, q, k, v, bias, size);
}

Value plain_attention(GraphBuilder& g, const Value& q, const Value& k, const Value& v,
                      const Value& bias, const AttentionSize& size) {
  const Value keys = turned(g, in_heads(g, k, size), {0, 2, 3, 1});
  return attention_of_heads(g, split_heads(g, q, size), keys, split_heads(g, v, size), bias, size);
}

Value attention_of_heads(GraphBuilder& g, const Value& q, const Value& keys, const Value& v,
                         const Value& bias, const AttentionSize& size) {
  const Value product = g.op("MatMul", {q, keys});
  const Value scaled = g.op("Mul", {product, g.number(static_cast<float>(size.scale))});
  const Value scores = bias.name.empty() ? scaled : g.op("Add", {scaled, bias});
  const Value shares = g.op("Softmax", {scores}, {{"axis", std::int64_t{-1}}});
  return merge_heads(g, g.op("MatMul", {shares, v}), size);
}

Value first_token(GraphBuilder& g, const Value& x) {
  return g.op("Gather", {x, g.integer(0)}, {{"axis", std::int64_t{1}}});
}

}  // namespace penstock::native
