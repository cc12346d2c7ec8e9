// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <penstock/tensor.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backends/session.hpp"
#include "models/model_config.hpp"

namespace penstock {

// What one run gave: a tensor for each output of the graph, in float32, found by name. Belongs to
// one call: not synchronised.
class EncoderOutputs {
 public:
  EncoderOutputs(const std::vector<Port>& ports, std::vector<Tensor> tensors)
      : ports_(&ports), tensors_(std::move(tensors)) {}

  // The output of that name, or the only output there is. Throws Error{io} that lists the graph's
  // names otherwise. The runtime's own memory where that is float32 already, else converted once.
  [[nodiscard]] const Tensor& at(std::string_view name);
  // The output that the graph declares first.
  [[nodiscard]] const Tensor& first();
  [[nodiscard]] bool has(std::string_view name) const noexcept;

 private:
  const Tensor& converted(std::size_t index);

  const std::vector<Port>* ports_;  // the session's: it outlives every answer
  std::vector<Tensor> tensors_;
};

// A model of one graph that is run once for an answer. Thread-safe.
class EncoderModel {
 public:
  EncoderModel(std::unique_ptr<Session> session, std::shared_ptr<const ModelConfig> config);

  // Feeds exactly the inputs that the graph declares: those of `features` by name (converted when
  // the graph wants another number type, else lent without a copy), zeros for token_type_ids, ones
  // for attention_mask and 0, 1, 2, ... for position_ids where they are missing; the rest is left
  // out. Throws Error{invalid_argument} "Input {name} is required by model but not provided.".
  [[nodiscard]] EncoderOutputs run(const NamedTensors& features,
                                   const RunOptions& options = {}) const;

  // Whether the graph declares an input of this name.
  [[nodiscard]] bool takes(std::string_view name) const noexcept;

  [[nodiscard]] const ModelConfig& config() const noexcept { return *config_; }
  [[nodiscard]] const Session& session() const noexcept { return *session_; }

 private:
  std::unique_ptr<Session> session_;
  std::shared_ptr<const ModelConfig> config_;
};

}  // namespace penstock
