// SPDX-License-Identifier: Apache-2.0
#include "models/encoded_rows.hpp"

#include <algorithm>
#include <numeric>
#include <penstock/error.hpp>
#include <string>
#include <utility>

#include "models/cache_rows.hpp"

namespace penstock {
namespace {

Tensor all_ones(std::int64_t rows, std::int64_t length) {
  Tensor mask = Tensor::zeros(DType::int64, {rows, length});
  std::ranges::fill(mask.values<std::int64_t>(), 1);
  return mask;
}

}  // namespace

EncodedRows::EncodedRows(Tensor hidden_states, Tensor attention_mask)
    : hidden_states_(std::move(hidden_states)),
      attention_mask_(std::move(attention_mask)),
      origins_(static_cast<std::size_t>(hidden_states_.dim(0))) {
  const std::int64_t length = hidden_states_.dim(1);
  // An encoder that shortens its input leaves no mask that fits.
  if (attention_mask_.rank() != 2 || attention_mask_.dim(1) != length)
    attention_mask_ = all_ones(hidden_states_.dim(0), length);
  std::iota(origins_.begin(), origins_.end(), 0);
}

bool EncodedRows::reorder(std::span<const std::int32_t> rows) {
  const RowMoves moves(rows, origins_.size());
  std::vector<std::int32_t> origins;
  origins.reserve(rows.size());
  for (const std::int32_t row : rows) origins.push_back(origins_[static_cast<std::size_t>(row)]);
  if (origins == origins_) return false;
  hidden_states_ = moves.gathered(hidden_states_);
  attention_mask_ = moves.gathered(attention_mask_);
  origins_ = std::move(origins);
  return true;
}

void EncodedRows::repeat_to(std::size_t rows) {
  if (rows == origins_.size()) return;
  if (origins_.empty() || rows % origins_.size() != 0)
    throw Error(ErrorCode::invalid_argument, "The decoder was given " + std::to_string(rows) +
                                                 " rows, the encoder has read " +
                                                 std::to_string(origins_.size()));
  const std::size_t times = rows / origins_.size();
  std::vector<std::int32_t> order(rows);
  for (std::size_t i = 0; i < rows; ++i) order[i] = static_cast<std::int32_t>(i / times);
  (void)reorder(order);
}

}  // namespace penstock
