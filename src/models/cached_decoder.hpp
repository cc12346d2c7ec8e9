// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "models/decoder_parts.hpp"

namespace penstock {

// A decoder whose graphs hand keys and values out and take them back: ONNX models of every layout,
// and IRs without state. What comes out of a run goes into the next where it lies; nothing is
// copied here. Graphs that do neither read all tokens at every step.
class CachedDecoder final : public DecoderModel {
 public:
  explicit CachedDecoder(std::shared_ptr<const DecoderParts> parts) : parts_(std::move(parts)) {}

  [[nodiscard]] std::unique_ptr<DecoderState> start(const NamedTensors& encoder_inputs,
                                                    const std::stop_token& stop) const override;
  [[nodiscard]] bool is_encoder_decoder() const noexcept override {
    return parts_->encoder.has_value();
  }
  [[nodiscard]] const ModelConfig& config() const noexcept override { return *parts_->config; }

 private:
  std::shared_ptr<const DecoderParts> parts_;
};

}  // namespace penstock
