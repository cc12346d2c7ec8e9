// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/decoder_model.hpp"

namespace penstock {

// The tokens that a batch has read, for graphs that have to read them again.
class ReadTokens {
 public:
  // The tokens read so far and those of `input` behind them, as one input that lasts until the next
  // call. keep() makes them the tokens read so far.
  [[nodiscard]] DecoderInput extended(const DecoderInput& input);
  void keep();

  void reorder(std::span<const std::int32_t> rows);
  void crop(std::size_t length);
  [[nodiscard]] std::size_t length() const noexcept { return length_; }
  // All that was read, as one input. The mask is the last one given.
  [[nodiscard]] DecoderInput all() const;

 private:
  std::size_t rows_ = 0;
  std::size_t length_ = 0;
  std::vector<std::int64_t> ids_;   // [rows][length]
  std::vector<std::int64_t> mask_;  // the same, or empty
  std::vector<std::int64_t> next_ids_;
  std::vector<std::int64_t> next_mask_;
  std::size_t next_rows_ = 0;
  std::size_t next_length_ = 0;
};

// Throws Error{invalid_argument} when a step has other rows than the steps before it.
void check_rows(std::size_t given, std::size_t before);

// The last `positions` of each row of all positions.
[[nodiscard]] Logits last_of(Logits logits, std::size_t positions);

}  // namespace penstock
