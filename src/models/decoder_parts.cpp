// SPDX-License-Identifier: Apache-2.0
#include "models/decoder_parts.hpp"

#include <penstock/error.hpp>
#include <utility>

namespace penstock {

DecoderParts::DecoderParts(DecoderSessions sessions,
                           std::shared_ptr<const ModelConfig> model_config)
    : config(std::move(model_config)), decoder(std::move(sessions.decoder)) {
  if (sessions.encoder) encoder.emplace(std::move(sessions.encoder), config);
  const bool own_cache = decoder.takes(DecoderFeed::past) || decoder.takes(DecoderFeed::beam_idx);
  if (sessions.decoder_with_past && !own_cache)
    with_past.emplace(std::move(sessions.decoder_with_past));
  slots = (with_past ? *with_past : decoder).past_slots();
  decoder.bind(slots);
  if (with_past) with_past->bind(slots);
  if (!encoder && decoder.takes(DecoderFeed::encoder_hidden_states))
    throw Error(ErrorCode::io,
                "The decoder graph wants encoder_hidden_states, but the model has no encoder "
                "graph beside it.");
}

EncodedRows DecoderParts::encode(const NamedTensors& inputs, const std::stop_token& stop,
                                 std::chrono::nanoseconds& runtime) const {
  if (encoder.has_value() == inputs.empty())
    throw Error(ErrorCode::invalid_argument,
                encoder ? "The model has an encoder, which was given nothing to read."
                        : "The model has no encoder that could read encoder_inputs.");
  if (!encoder) return {};
  std::chrono::nanoseconds spent{};
  RunOptions options;
  options.stop = stop;
  options.runtime_time = &spent;
  EncoderOutputs outputs = encoder->run(inputs, options);
  runtime += spent;
  const Tensor* mask = inputs.find("attention_mask");
  const Tensor& states = outputs.at("last_hidden_state");
  if (states.rank() < 2)
    throw Error(ErrorCode::io, "The encoder's output has the shape " + to_string(states.shape()) +
                                   "; expected [rows, length, width].");
  return {states, mask != nullptr ? *mask : Tensor()};
}

}  // namespace penstock
