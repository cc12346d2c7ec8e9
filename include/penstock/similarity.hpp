// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/tensor.hpp>
#include <string_view>

namespace penstock {

// How alike two embeddings are; distances are negated, so that more is always more alike.
enum class SimilarityFunction { cosine, dot, euclidean, manhattan };

// "cosine", "dot" (or "dot_product"), "euclidean", "manhattan". Throws Error{invalid_argument} that
// lists them for another name.
[[nodiscard]] SimilarityFunction parse_similarity(std::string_view name);

// Each row of `a` with each row of `b`: float32 [rows of a, rows of b]. Both are float32 matrices
// [rows, dimensions]; throws Error{invalid_argument} for others.
[[nodiscard]] Tensor similarity(const Tensor& a, const Tensor& b,
                                SimilarityFunction function = SimilarityFunction::cosine);

}  // namespace penstock
