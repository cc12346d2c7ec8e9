// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <penstock/tensor.hpp>
#include <span>
#include <vector>

namespace penstock {

// What the encoder made of the inputs, a row for each row of the decoder. Empty for a model without
// an encoder.
class EncodedRows {
 public:
  EncodedRows() = default;
  // `attention_mask` may be empty: everything is read then.
  EncodedRows(Tensor hidden_states, Tensor attention_mask);

  [[nodiscard]] bool empty() const noexcept { return origins_.empty(); }
  [[nodiscard]] std::size_t rows() const noexcept { return origins_.size(); }
  [[nodiscard]] const Tensor& hidden_states() const noexcept { return hidden_states_; }
  [[nodiscard]] const Tensor& attention_mask() const noexcept { return attention_mask_; }

  // Row i becomes what row rows[i] was. Returns false, and moves nothing, where each row reads the
  // same input as before, as among the beams of one input.
  bool reorder(std::span<const std::int32_t> rows);
  // Each row as many times as it takes to get `rows` of them. Throws Error{invalid_argument} when
  // that is no whole number.
  void repeat_to(std::size_t rows);

 private:
  Tensor hidden_states_;
  Tensor attention_mask_;
  std::vector<std::int32_t> origins_;  // the input that each row reads
};

}  // namespace penstock
