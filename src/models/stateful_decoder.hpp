// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "models/decoder_parts.hpp"

namespace penstock {

// A decoder whose graph keeps keys and values itself, a SequenceState for each batch: OpenVINO's
// stateful models, whose rows are put in order by beam_idx.
class StatefulDecoder final : public DecoderModel {
 public:
  // Throws Error{unsupported} where the backend keeps no states.
  explicit StatefulDecoder(std::shared_ptr<const DecoderParts> parts);

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
