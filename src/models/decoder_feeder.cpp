// SPDX-License-Identifier: Apache-2.0
#include "models/decoder_feeder.hpp"

#include <algorithm>
#include <numeric>
#include <penstock/error.hpp>
#include <string>
#include <utility>

#include "models/cache_rows.hpp"
#include "models/tensor_cast.hpp"

namespace penstock {
namespace {

Tensor lend(std::span<const std::int64_t> values, std::size_t rows) {
  const auto columns = static_cast<std::int64_t>(rows == 0 ? 0 : values.size() / rows);
  return Tensor::borrow(DType::int64, {static_cast<std::int64_t>(rows), columns},
                        const_cast<std::int64_t*>(values.data()));
}

// Float32 of the last position of each row; the rest is not converted.
Tensor last_positions(const Tensor& logits) {
  const auto rows = static_cast<std::size_t>(logits.dim(0));
  const auto positions = static_cast<std::size_t>(logits.dim(1));
  const std::size_t width = static_cast<std::size_t>(logits.dim(2)) * size_of(logits.dtype());
  Tensor last = unfilled(logits.dtype(), {logits.dim(0), 1, logits.dim(2)});
  const char* from = static_cast<const char*>(logits.data());
  char* to = static_cast<char*>(last.data());
  for (std::size_t row = 0; row < rows && width != 0; ++row)
    std::copy_n(from + ((row + 1) * positions - 1) * width, width, to + row * width);
  return last.to_float32();
}

}  // namespace

void check_input(const DecoderInput& input, std::size_t past) {
  const auto refuse = [](const std::string& what) {
    throw Error(ErrorCode::invalid_argument, "The decoder was given " + what);
  };
  if (input.rows == 0 || input.columns == 0) refuse("no token");
  if (input.input_ids.size() != input.rows * input.columns)
    refuse(std::to_string(input.input_ids.size()) + " tokens for " + std::to_string(input.rows) +
           " rows of " + std::to_string(input.columns));
  if (!input.attention_mask.empty() &&
      input.attention_mask.size() != input.rows * (past + input.columns))
    refuse("a mask of " + std::to_string(input.attention_mask.size()) + " numbers for " +
           std::to_string(input.rows) + " rows of " + std::to_string(past + input.columns));
}

Tensor DecoderFeeder::mask(const DecoderInput& input, std::size_t past) {
  if (!input.attention_mask.empty()) return lend(input.attention_mask, input.rows);
  mask_.assign(input.rows * (past + input.columns), 1);
  return lend(mask_, input.rows);
}

// transformers' generation: cumsum(attention_mask) - 1, and 1 where the mask is 0.
Tensor DecoderFeeder::positions(const DecoderInput& input, std::size_t past) {
  const std::size_t length = past + input.columns;
  positions_.resize(input.rows * input.columns);
  for (std::size_t row = 0; row < input.rows; ++row) {
    std::int64_t seen = 0;
    for (std::size_t i = 0; i < length; ++i) {
      const bool read = input.attention_mask.empty() || input.attention_mask[row * length + i] != 0;
      seen += read ? 1 : 0;
      if (i >= past) positions_[row * input.columns + i - past] = read ? seen - 1 : 1;
    }
  }
  return lend(positions_, input.rows);
}

Tensor DecoderFeeder::counted(std::size_t from, std::size_t count) {
  counted_.resize(count);
  std::iota(counted_.begin(), counted_.end(), static_cast<std::int64_t>(from));
  return Tensor::borrow(DType::int64, {static_cast<std::int64_t>(count)}, counted_.data());
}

Tensor DecoderFeeder::make(DecoderFeed feed, const DecoderInput& input, std::size_t past,
                           const EncodedRows& encoded) {
  switch (feed) {
    case DecoderFeed::input_ids: return lend(input.input_ids, input.rows);
    case DecoderFeed::attention_mask: return mask(input, past);
    case DecoderFeed::position_ids: return positions(input, past);
    case DecoderFeed::cache_position: return counted(past, input.columns);
    case DecoderFeed::token_type_ids:
      zeros_.assign(input.input_ids.size(), 0);
      return lend(zeros_, input.rows);
    case DecoderFeed::beam_idx:
      beams_.resize(input.rows);
      std::iota(beams_.begin(), beams_.end(), 0);
      return Tensor::borrow(DType::int32, {static_cast<std::int64_t>(input.rows)}, beams_.data());
    case DecoderFeed::use_cache_branch:
      cached_ = past > 0;
      return Tensor::borrow(DType::boolean, {1}, &cached_);
    case DecoderFeed::encoder_hidden_states: return encoded.hidden_states();
    case DecoderFeed::encoder_attention_mask: return encoded.attention_mask();
    case DecoderFeed::logits_start:
      logits_start_ = input.all_positions ? 0 : -1;
      return Tensor::borrow(DType::int64, {1}, &logits_start_);
    case DecoderFeed::past: break;
  }
  throw Error(ErrorCode::internal, "a decoder's input without a source");
}

std::span<const Tensor> DecoderFeeder::inputs(const DecoderGraph& graph, const DecoderInput& input,
                                              std::size_t past, const EncodedRows& encoded,
                                              std::span<const Tensor> cache) {
  const std::vector<Port>& ports = graph.session->inputs();
  inputs_.resize(ports.size());
  for (std::size_t i = 0; i < ports.size(); ++i) {
    inputs_[i] = graph.feeds[i] == DecoderFeed::past
                     ? cache[graph.input_slots[i]]
                     : cast(make(graph.feeds[i], input, past, encoded), ports[i].dtype);
  }
  return inputs_;
}

Logits logits_view(Tensor& logits, const DecoderInput& input) {
  if (logits.rank() != 3 || logits.dim(0) != static_cast<std::int64_t>(input.rows) ||
      logits.dim(1) < 1)
    throw Error(ErrorCode::io, "The decoder's logits have the shape " + to_string(logits.shape()) +
                                   " for " + std::to_string(input.rows) + " rows of " +
                                   std::to_string(input.columns) +
                                   " tokens; expected [rows, tokens, vocabulary].");
  if (logits.dtype() != DType::float32)
    logits = input.all_positions ? logits.to_float32() : last_positions(logits);
  const auto given = static_cast<std::size_t>(logits.dim(1));
  Logits view;
  view.rows = input.rows;
  view.vocabulary = static_cast<std::size_t>(logits.dim(2));
  view.data = logits.values<float>().data();
  view.stride = view.vocabulary;
  view.positions = given;
  if (input.all_positions) {
    if (given != input.columns)
      throw Error(ErrorCode::unsupported,
                  "This graph gives the logits of the last token only; assisted decoding needs "
                  "those of every token");
    return view;
  }
  view.positions = 1;
  view.stride = given * view.vocabulary;
  view.data += (given - 1) * view.vocabulary;
  return view;
}

}  // namespace penstock
