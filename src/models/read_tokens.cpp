// SPDX-License-Identifier: Apache-2.0
#include "models/read_tokens.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>

namespace penstock {
namespace {

// `columns` values of each row behind the `length` that `values` has of it.
void append_columns(std::vector<std::int64_t>& result, std::span<const std::int64_t> values,
                    std::size_t length, std::span<const std::int64_t> more, std::size_t rows,
                    std::size_t columns) {
  result.clear();
  result.reserve(rows * (length + columns));
  for (std::size_t row = 0; row < rows; ++row) {
    const auto before = values.subspan(row * length, length);
    const auto after = more.subspan(row * columns, columns);
    result.insert(result.end(), before.begin(), before.end());
    result.insert(result.end(), after.begin(), after.end());
  }
}

std::vector<std::int64_t> gathered(const std::vector<std::int64_t>& values, std::size_t length,
                                   std::span<const std::int32_t> rows) {
  std::vector<std::int64_t> result;
  result.reserve(rows.size() * length);
  for (const std::int32_t row : rows) {
    const auto one = std::span(values).subspan(static_cast<std::size_t>(row) * length, length);
    result.insert(result.end(), one.begin(), one.end());
  }
  return result;
}

std::vector<std::int64_t> cropped(const std::vector<std::int64_t>& values, std::size_t rows,
                                  std::size_t before, std::size_t length) {
  std::vector<std::int64_t> result;
  result.reserve(rows * length);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto one = std::span(values).subspan(row * before, length);
    result.insert(result.end(), one.begin(), one.end());
  }
  return result;
}

}  // namespace

DecoderInput ReadTokens::extended(const DecoderInput& input) {
  append_columns(next_ids_, ids_, length_, input.input_ids, input.rows, input.columns);
  next_mask_.assign(input.attention_mask.begin(), input.attention_mask.end());
  next_rows_ = input.rows;
  next_length_ = length_ + input.columns;
  DecoderInput all = input;
  all.columns = next_length_;
  all.input_ids = next_ids_;
  all.attention_mask = next_mask_;
  return all;
}

void ReadTokens::keep() {
  ids_.swap(next_ids_);
  mask_.swap(next_mask_);
  rows_ = next_rows_;
  length_ = next_length_;
}

DecoderInput ReadTokens::all() const {
  DecoderInput input;
  input.rows = rows_;
  input.columns = length_;
  input.input_ids = ids_;
  input.attention_mask = mask_;
  return input;
}

void ReadTokens::reorder(std::span<const std::int32_t> rows) {
  ids_ = gathered(ids_, length_, rows);
  if (!mask_.empty()) mask_ = gathered(mask_, length_, rows);
  rows_ = rows.size();
}

void ReadTokens::crop(std::size_t length) {
  ids_ = cropped(ids_, rows_, length_, length);
  if (!mask_.empty()) mask_ = cropped(mask_, rows_, length_, length);
  length_ = length;
}

void check_rows(std::size_t given, std::size_t before) {
  if (given != before)
    throw Error(ErrorCode::invalid_argument, "The decoder was given " + std::to_string(given) +
                                                 " rows after " + std::to_string(before) +
                                                 "; reorder() changes their number.");
}

Logits last_of(Logits logits, std::size_t positions) {
  // The view cannot leave out positions between rows, so that one row is cut and more are not.
  if (logits.rows > 1 && positions != logits.positions)
    throw Error(ErrorCode::unsupported,
                "This graph keeps no keys and values, and assisted decoding of several rows needs "
                "them");
  logits.data += (logits.positions - positions) * logits.stride;
  logits.positions = positions;
  return logits;
}

}  // namespace penstock
