// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <penstock/error.hpp>
#include <penstock/similarity.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

// sentence_transformers.util's cos_sim, dot_score, euclidean_sim and manhattan_sim. Sums are kept
// in four lanes, so that they need no order that forbids vector instructions.

namespace penstock {
namespace {

using Row = std::span<const float>;

template <typename Term>
float summed(Row a, Row b, Term term) {
  std::array<float, 4> lanes{};
  std::size_t i = 0;
  for (; i + 4 <= a.size(); i += 4) {
    for (std::size_t k = 0; k < 4; ++k) lanes[k] += term(a[i + k], b[i + k]);
  }
  for (; i < a.size(); ++i) lanes[0] += term(a[i], b[i]);
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

float dot(Row a, Row b) {
  return summed(a, b, [](float x, float y) { return x * y; });
}

float euclidean(Row a, Row b) {
  return -std::sqrt(summed(a, b, [](float x, float y) { return (x - y) * (x - y); }));
}

float manhattan(Row a, Row b) {
  return -summed(a, b, [](float x, float y) { return std::abs(x - y); });
}

// 1 / max(length, 1e-12) of each row.
std::vector<float> inverse_lengths(const float* values, std::size_t rows, std::size_t size) {
  std::vector<float> inverse;
  for (std::size_t i = 0; i < rows; ++i) {
    const Row row(values + i * size, size);
    inverse.push_back(1 / std::max(std::sqrt(dot(row, row)), 1e-12F));
  }
  return inverse;
}

}  // namespace

SimilarityFunction parse_similarity(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, SimilarityFunction>, 5> kNames = {
      {{"cosine", SimilarityFunction::cosine},
       {"dot", SimilarityFunction::dot},
       {"dot_product", SimilarityFunction::dot},
       {"euclidean", SimilarityFunction::euclidean},
       {"manhattan", SimilarityFunction::manhattan}}};
  for (const auto& [known, function] : kNames) {
    if (known == name) return function;
  }
  throw Error(ErrorCode::invalid_argument,
              "\"" + std::string(name) +
                  "\" is no similarity function; use \"cosine\", \"dot\", \"euclidean\" or "
                  "\"manhattan\".");
}

Tensor similarity(const Tensor& a, const Tensor& b, SimilarityFunction function) {
  if (a.rank() != 2 || b.rank() != 2 || a.dim(1) != b.dim(1)) {
    throw Error(ErrorCode::invalid_argument,
                "similarity() compares matrices [rows, dimensions] with equal dimensions, got " +
                    to_string(a.shape()) + " and " + to_string(b.shape()) + ".");
  }
  const auto rows = static_cast<std::size_t>(a.dim(0));
  const auto columns = static_cast<std::size_t>(b.dim(0));
  const auto size = static_cast<std::size_t>(a.dim(1));
  const float* const left = a.values<float>().data();
  const float* const right = b.values<float>().data();
  Tensor result = Tensor::zeros(DType::float32, {a.dim(0), b.dim(0)});
  float* out = static_cast<float*>(result.data());
  std::vector<float> left_scale(rows, 1.0F);
  std::vector<float> right_scale(columns, 1.0F);
  if (function == SimilarityFunction::cosine) {
    left_scale = inverse_lengths(left, rows, size);
    right_scale = inverse_lengths(right, columns, size);
  }
  const auto compare = function == SimilarityFunction::euclidean   ? euclidean
                       : function == SimilarityFunction::manhattan ? manhattan
                                                                   : dot;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < columns; ++k) {
      *out++ = compare({left + i * size, size}, {right + k * size, size}) * left_scale[i] *
               right_scale[k];
    }
  }
  return result;
}

}  // namespace penstock
