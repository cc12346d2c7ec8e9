// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <penstock/tensor.hpp>
#include <span>
#include <stop_token>

#include "models/model_config.hpp"

// A model that predicts the next token, and the memory of the tokens it has read. What the
// generation loop sees of it, whatever the layout of the graphs and the backend.

namespace penstock {

// New tokens for every row of a batch.
struct DecoderInput {
  std::size_t rows = 0;
  std::size_t columns = 0;                  // new tokens of a row, at least 1
  std::span<const std::int64_t> input_ids;  // [rows][columns]
  // [rows][length() + columns], 1: read this token, 0: padding.
  std::span<const std::int64_t> attention_mask;
  bool all_positions = false;  // logits of every new token instead of the last one
  std::stop_token stop;        // throws Error{cancelled} where the backend can stop
};

// float32 [rows][positions][vocabulary], lent until the state's next call. A row of a position may
// be followed by unused numbers: it begins at data + (row * positions + position) * stride.
struct Logits {
  std::span<const float> row(std::size_t row, std::size_t position = 0) const noexcept {
    return {data + (row * positions + position) * stride, vocabulary};
  }
  const float* data = nullptr;
  std::size_t rows = 0;
  std::size_t positions = 0;
  std::size_t vocabulary = 0;
  std::size_t stride = 0;
};

// The tokens that a batch has read so far (keys and values). Used by one thread at a time.
class DecoderState {
 public:
  DecoderState() = default;
  virtual ~DecoderState() = default;
  DecoderState(const DecoderState&) = delete;
  DecoderState& operator=(const DecoderState&) = delete;

  // Reads the new tokens and returns what may follow.
  [[nodiscard]] virtual Logits forward(const DecoderInput& input) = 0;
  // Row i becomes what row rows[i] was. There may be more rows after it than before (one prompt
  // read once, then continued by several beams) or fewer.
  virtual void reorder(std::span<const std::int32_t> rows) = 0;
  // Forgets all but the first `length` tokens of every row. Throws Error{unsupported} unless
  // can_crop().
  virtual void crop(std::size_t length) = 0;
  [[nodiscard]] virtual bool can_crop() const noexcept = 0;
  // Tokens that every row has read, padding included.
  [[nodiscard]] virtual std::size_t length() const noexcept = 0;
  // Time spent inside the runtime's own run calls so far; zero where the backend does not say.
  [[nodiscard]] virtual std::chrono::nanoseconds runtime_time() const noexcept = 0;
};

// Immutable; start() may be called from many threads at once.
class DecoderModel {
 public:
  DecoderModel() = default;
  virtual ~DecoderModel() = default;
  DecoderModel(const DecoderModel&) = delete;
  DecoderModel& operator=(const DecoderModel&) = delete;

  // An empty batch. `encoder_inputs`: what the encoder reads (input_ids and attention_mask, int64
  // [rows][length]); it runs here, once. Empty for a model without an encoder.
  [[nodiscard]] virtual std::unique_ptr<DecoderState> start(const NamedTensors& encoder_inputs,
                                                            const std::stop_token& stop) const = 0;
  [[nodiscard]] virtual bool is_encoder_decoder() const noexcept = 0;
  [[nodiscard]] virtual const ModelConfig& config() const noexcept = 0;
};

}  // namespace penstock
