// SPDX-License-Identifier: Apache-2.0
#include "tasks/row_outputs.hpp"

#include <penstock/error.hpp>
#include <string>

namespace penstock {
namespace {

[[noreturn]] void refuse_shape(std::string_view name, const Tensor& tensor,
                               const std::string& wanted) {
  throw Error(ErrorCode::io, "The model's output " + std::string(name) + " has the shape " +
                                 to_string(tensor.shape()) + ", not " + wanted +
                                 ": this model was exported for another task.");
}

}  // namespace

void refuse_output(std::string_view task, std::string_view output, std::string_view wanted,
                   const RowView& part) {
  throw Error(
      ErrorCode::io,
      std::string(task) + " needs " + std::string(output) + " of the shape " + std::string(wanted) +
          "; a part of it that should be one row or token has the shape " + to_string(part.shape) +
          ": this model was exported for another task. Export it for " + std::string(task) + ".");
}

RowView RowOutputs::row(std::string_view name) const {
  const Tensor& tensor = run_->at(name);
  if (tensor.rank() < 2 || static_cast<std::size_t>(tensor.dim(0)) <= row_) {
    refuse_shape(name, tensor, "[batch, ...] with a row for each input");
  }
  const std::size_t size = tensor.element_count() / static_cast<std::size_t>(tensor.dim(0));
  return {tensor.values<float>().subspan(row_ * size, size),
          std::span<const std::int64_t>(tensor.shape()).subspan(1)};
}

RowView RowOutputs::tokens(std::string_view name) const {
  const RowView whole = row(name);
  if (static_cast<std::size_t>(whole.shape.front()) < begin_ + length_ || length_ == 0) {
    refuse_shape(name, run_->at(name), "[batch, tokens, ...]");
  }
  const std::size_t size = whole.values.size() / static_cast<std::size_t>(whole.shape.front());
  return {whole.values.subspan(begin_ * size, length_ * size), whole.shape.subspan(1)};
}

}  // namespace penstock
