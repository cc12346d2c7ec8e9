// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "models/encoder_model.hpp"

namespace penstock {

// One row of a run's outputs, as float32.
struct RowView {
  std::span<const float> values;
  std::span<const std::int64_t> shape;  // without the batch dimension
};

// Throws Error{io}: `task` needs `output` to have the shape `wanted`; `part`, of a row or a token,
// shows that it has another.
[[noreturn]] void refuse_output(std::string_view task, std::string_view output,
                                std::string_view wanted, const RowView& part);

// What a run gave for one of the rows that it was fed. Keeps the whole run's outputs alive.
class RowOutputs {
 public:
  RowOutputs() = default;
  // `length` of the row's tokens out of `padded`, from token `begin` on.
  RowOutputs(std::shared_ptr<EncoderOutputs> run, std::size_t row, std::size_t begin,
             std::size_t length)
      : run_(std::move(run)), row_(row), begin_(begin), length_(length) {}

  // The row of an output. Throws Error{io} when there is no such output, or it has no such row.
  [[nodiscard]] RowView row(std::string_view name) const;
  // The same for an output [batch, tokens, ...]: only the row's own tokens, `token_count()` of
  // them, with the shape of one, without what was padded to match longer rows of the batch.
  [[nodiscard]] RowView tokens(std::string_view name) const;
  [[nodiscard]] std::size_t token_count() const noexcept { return length_; }
  [[nodiscard]] const EncoderOutputs& run() const noexcept { return *run_; }

 private:
  std::shared_ptr<EncoderOutputs> run_;
  std::size_t row_ = 0;
  std::size_t begin_ = 0;
  std::size_t length_ = 0;
};

}  // namespace penstock
