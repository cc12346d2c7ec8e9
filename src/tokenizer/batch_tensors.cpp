// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/batch_tensors.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <vector>

namespace penstock {
namespace {

// What the rows are padded to. As in the reference only the first window of each input counts, and
// nothing is ever shortened.
std::size_t target_length(std::span<const BatchRow> rows,
                          const std::optional<PaddingParams>& padding) {
  if (!padding) return 0;
  std::size_t length = padding->fixed.value_or(0);
  for (std::size_t i = 0; i < rows.size() && !padding->fixed; ++i) {
    const bool first_window = i == 0 || rows[i].sample != rows[i - 1].sample;
    if (first_window) length = std::max(length, rows[i].encoding.size());
  }
  const std::size_t multiple = padding->pad_to_multiple_of;
  if (multiple > 0 && length % multiple != 0) length += multiple - length % multiple;
  return length;
}

// The length that all rows have once padded. Throws when there is none.
std::size_t common_length(std::span<const BatchRow> rows, std::size_t target) {
  if (rows.empty()) return 0;
  const std::size_t length = std::max(target, rows.front().encoding.size());
  for (const BatchRow& row : rows) {
    const std::size_t other = std::max(target, row.encoding.size());
    if (other == length) continue;
    throw Error(ErrorCode::invalid_argument,
                "rows of " + std::to_string(length) + " and of " + std::to_string(other) +
                    " tokens do not fit into one tensor; activate padding "
                    "(PaddingStrategy::longest) or truncation, or encode the inputs one by one");
  }
  return length;
}

template <typename T>
void fill_row(std::span<std::int64_t> row, const std::vector<T>& values, std::int64_t pad,
              Side direction) {
  std::fill(row.begin(), row.end(), pad);
  const std::size_t shift = direction == Side::left ? row.size() - values.size() : 0;
  std::copy(values.begin(), values.end(), row.begin() + static_cast<std::ptrdiff_t>(shift));
}

}  // namespace

BatchEncoding to_tensors(std::span<const BatchRow> rows,
                         const std::optional<PaddingParams>& padding) {
  const PaddingParams params = padding.value_or(PaddingParams{});
  const std::size_t width = common_length(rows, target_length(rows, padding));
  const Shape shape{static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(width)};
  BatchEncoding batch;
  batch.input_ids = Tensor::zeros(DType::int64, shape);
  batch.attention_mask = Tensor::zeros(DType::int64, shape);
  batch.token_type_ids = Tensor::zeros(DType::int64, shape);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row_of = [&](Tensor& tensor) {
      return tensor.values<std::int64_t>().subspan(i * width, width);
    };
    const EngineEncoding& encoding = rows[i].encoding;
    fill_row(row_of(batch.input_ids), encoding.ids, params.pad_id, params.direction);
    fill_row(row_of(batch.attention_mask), encoding.attention_mask, 0, params.direction);
    fill_row(row_of(batch.token_type_ids), encoding.type_ids, params.pad_type_id, params.direction);
    batch.overflow_to_sample_mapping.push_back(rows[i].sample);
  }
  return batch;
}

}  // namespace penstock
