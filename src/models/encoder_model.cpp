// SPDX-License-Identifier: Apache-2.0
#include "models/encoder_model.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <penstock/error.hpp>
#include <utility>

#include "models/tensor_cast.hpp"

namespace penstock {
namespace {

// A tensor of input_ids' shape for an input that the caller left out, or none.
std::optional<Tensor> default_input(std::string_view name, const Tensor* input_ids) {
  if (input_ids == nullptr || input_ids->rank() != 2) return std::nullopt;
  const bool ones = name == "attention_mask";
  const bool positions = name == "position_ids";
  if (!ones && !positions && name != "token_type_ids") return std::nullopt;
  Tensor tensor = Tensor::zeros(DType::int64, input_ids->shape());
  const std::span<std::int64_t> values = tensor.values<std::int64_t>();
  if (ones) std::fill(values.begin(), values.end(), 1);
  if (positions) {
    const auto length = static_cast<std::size_t>(input_ids->dim(1));
    for (std::size_t row = 0; row + length <= values.size() && length > 0; row += length) {
      const std::span<std::int64_t> one = values.subspan(row, length);
      std::iota(one.begin(), one.end(), std::int64_t{0});
    }
  }
  return tensor;
}

Tensor input_for(const Port& port, const NamedTensors& features) {
  const Tensor* given = features.find(port.name);
  if (given != nullptr) return cast(*given, port.dtype);
  if (std::optional<Tensor> made = default_input(port.name, features.find("input_ids"))) {
    return cast(*made, port.dtype);
  }
  throw Error(ErrorCode::invalid_argument,
              "Input " + port.name + " is required by model but not provided.");
}

// Runtimes report a text that exceeds the position table in terms of their own operators.
[[noreturn]] void rethrow_with_lengths(const Error& error, const ModelConfig& config,
                                       const NamedTensors& features) {
  const Tensor* input_ids = features.find("input_ids");
  const std::optional<std::size_t> limit = config.max_tokens();
  const auto length = input_ids != nullptr && input_ids->rank() == 2
                          ? static_cast<std::size_t>(input_ids->dim(1))
                          : 0;
  const bool can_be_length =
      error.code() == ErrorCode::backend || error.code() == ErrorCode::invalid_argument;
  if (!limit || length <= *limit || !can_be_length) throw Error(error.code(), error.what());
  throw Error(
      ErrorCode::invalid_argument,
      "The text is " + std::to_string(length) + " tokens long and the model takes at most " +
          std::to_string(*limit) +
          "; shorten it, or pass the parameter truncation=true to cut it (if the tokenizer does "
          "not know the limit: with max_length=" +
          std::to_string(*limit) + ", or in tasks that generate with \"model_max_length\": " +
          std::to_string(*limit) + " in tokenizer_config.json). The runtime said: " + error.what());
}

}  // namespace

const Tensor& EncoderOutputs::converted(std::size_t index) {
  Tensor& tensor = tensors_.at(index);
  if (tensor.dtype() != DType::float32) tensor = tensor.to_float32();
  return tensor;
}

const Tensor& EncoderOutputs::at(std::string_view name) {
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    if ((*ports_)[i].name == name) return converted(i);
  }
  if (tensors_.size() == 1) return converted(0);
  std::string names;
  for (const Port& port : *ports_) names += (names.empty() ? "" : ", ") + port.name;
  throw Error(ErrorCode::io, "The model has no output named " + std::string(name) +
                                 "; its outputs are: " + names +
                                 ". Use a model that was exported for this task.");
}

const Tensor& EncoderOutputs::first() { return converted(0); }

bool EncoderOutputs::has(std::string_view name) const noexcept {
  return std::any_of(ports_->begin(), ports_->end(),
                     [name](const Port& port) { return port.name == name; });
}

EncoderModel::EncoderModel(std::unique_ptr<Session> session,
                           std::shared_ptr<const ModelConfig> config)
    : session_(std::move(session)), config_(std::move(config)) {}

bool EncoderModel::takes(std::string_view name) const noexcept {
  return std::any_of(session_->inputs().begin(), session_->inputs().end(),
                     [name](const Port& port) { return port.name == name; });
}

EncoderOutputs EncoderModel::run(const NamedTensors& features, const RunOptions& options) const {
  std::vector<Tensor> inputs;
  inputs.reserve(session_->inputs().size());
  for (const Port& port : session_->inputs()) inputs.push_back(input_for(port, features));
  try {
    return {session_->outputs(), session_->run(inputs, options)};
  } catch (const Error& error) {
    rethrow_with_lengths(error, *config_, features);
  }
}

}  // namespace penstock
