// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/batch_tensors.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>

namespace penstock {

void BatchRows::start(std::uint32_t sample) {
  rows_.push_back({ids_.size(), runs_.size(), 0, sample});
}

void BatchRows::append(std::span<const std::uint32_t> ids, std::uint32_t type_id) {
  ids_.insert(ids_.end(), ids.begin(), ids.end());
  runs_.push_back({ids.size(), type_id});
  rows_.back().size += ids.size();
}

void BatchRows::add(const EngineEncoding& encoding, std::uint32_t sample) {
  start(sample);
  const auto& types = encoding.type_ids;
  for (std::size_t begin = 0; begin < types.size();) {
    std::size_t end = begin;
    while (end < types.size() && types[end] == types[begin]) ++end;
    append(std::span(encoding.ids).subspan(begin, end - begin), types[begin]);
    begin = end;
  }
}

// What the rows are padded to. As in the reference only the first window of each input counts, and
// nothing is ever shortened.
std::size_t BatchRows::target_length(const std::optional<PaddingParams>& padding) const {
  if (!padding) return 0;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const bool first_window = i == 0 || rows_[i].sample != rows_[i - 1].sample;
    if (first_window) longest = std::max(longest, rows_[i].size);
  }
  return padded_length(longest, *padding);
}

// The length that all rows have once padded. Throws when there is none.
std::size_t BatchRows::common_length(std::size_t target) const {
  if (rows_.empty()) return 0;
  const std::size_t length = std::max(target, rows_.front().size);
  for (const Row& row : rows_) {
    const std::size_t other = std::max(target, row.size);
    if (other == length) continue;
    throw Error(ErrorCode::invalid_argument,
                "rows of " + std::to_string(length) + " and of " + std::to_string(other) +
                    " tokens do not fit into one tensor; activate padding "
                    "(PaddingStrategy::longest) or truncation, or encode the inputs one by one");
  }
  return length;
}

BatchEncoding BatchRows::to_tensors(const std::optional<PaddingParams>& padding) const {
  const PaddingParams params = padding.value_or(PaddingParams{});
  const std::size_t width = common_length(target_length(padding));
  const Shape shape{static_cast<std::int64_t>(rows_.size()), static_cast<std::int64_t>(width)};
  BatchEncoding batch;
  batch.input_ids = Tensor::zeros(DType::int64, shape);
  batch.attention_mask = Tensor::zeros(DType::int64, shape);
  batch.token_type_ids = Tensor::zeros(DType::int64, shape);
  std::int64_t* ids = batch.input_ids.values<std::int64_t>().data();
  std::int64_t* mask = batch.attention_mask.values<std::int64_t>().data();
  std::int64_t* types = batch.token_type_ids.values<std::int64_t>().data();
  for (const Row& row : rows_) {
    const std::size_t missing = width - row.size;
    const auto pad = [&] {
      ids = std::fill_n(ids, missing, std::int64_t{params.pad_id});
      types = std::fill_n(types, missing, std::int64_t{params.pad_type_id});
      mask += missing;
    };
    if (params.direction == Side::left) pad();
    ids = std::copy_n(ids_.begin() + static_cast<std::ptrdiff_t>(row.ids), row.size, ids);
    mask = std::fill_n(mask, row.size, std::int64_t{1});
    for (std::size_t run = row.runs, left = row.size; left > 0; left -= runs_[run++].size) {
      types = std::fill_n(types, runs_[run].size, std::int64_t{runs_[run].type_id});
    }
    if (params.direction == Side::right) pad();
    batch.overflow_to_sample_mapping.push_back(row.sample);
  }
  return batch;
}

}  // namespace penstock
