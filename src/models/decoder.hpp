// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "backends/session.hpp"
#include "models/decoder_model.hpp"

namespace penstock {

// The graphs of one model, opened on one backend. What each of them can do is told by its ports:
//   past_key_values in, present out   keys and values go through the caller's hands
//   beam_idx                          they stay in the graph (OpenVINO)
//   neither                           every step reads all tokens again
struct DecoderSessions {
  std::unique_ptr<Session> encoder;            // null: the model has none
  std::unique_ptr<Session> decoder;            // reads the prompt
  std::unique_ptr<Session> decoder_with_past;  // what comes after; null: the same graph does
};

// Throws Error{io, unsupported} for graphs that no decoder is made of.
[[nodiscard]] std::unique_ptr<DecoderModel> make_decoder_model(
    DecoderSessions sessions, std::shared_ptr<const ModelConfig> config);

}  // namespace penstock
