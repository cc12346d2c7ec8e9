// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "models/decoder.hpp"
#include "models/decoder_graph.hpp"
#include "models/encoded_rows.hpp"
#include "models/encoder_model.hpp"

namespace penstock {

// What the states of a decoder share. Immutable.
struct DecoderParts {
  DecoderParts(DecoderSessions sessions, std::shared_ptr<const ModelConfig> model_config);

  // Runs the encoder, where there is one. Adds the time that it took to `runtime`.
  // Throws Error{invalid_argument} when there are inputs and no encoder, or the other way round.
  [[nodiscard]] EncodedRows encode(const NamedTensors& inputs, const std::stop_token& stop,
                                   std::chrono::nanoseconds& runtime) const;

  std::shared_ptr<const ModelConfig> config;
  std::optional<EncoderModel> encoder;
  DecoderGraph decoder;
  std::optional<DecoderGraph> with_past;
  std::vector<CacheSlot> slots;  // keys and values that pass through the caller's hands
};

}  // namespace penstock
