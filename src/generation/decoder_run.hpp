// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <penstock/tensor.hpp>
#include <span>
#include <stop_token>
#include <vector>

#include "generation/position_limit.hpp"
#include "models/decoder_model.hpp"

namespace penstock {

// Prompts as the decoder reads them: [rows][length], left-padded.
struct Prompts {
  std::size_t rows = 1;
  std::size_t length = 0;
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> mask;  // empty: no padding anywhere
};

// A DecoderState with the attention mask that belongs to it.
class DecoderRun {
 public:
  DecoderRun(const DecoderModel& model, const NamedTensors& encoder_inputs, const Prompts& prompts,
             std::stop_token stop);

  // Reads all prompts.
  Logits read_prompts(bool all_positions = false);
  // Reads `columns` new tokens of every row: [rows][columns].
  Logits read(std::span<const std::int64_t> ids, std::size_t columns = 1,
              bool all_positions = false);
  // Row i becomes what row rows[i] was; nothing happens when each stays what it is.
  void reorder(std::span<const std::int32_t> rows);
  // Forgets all but the first `length` tokens.
  void crop(std::size_t length) { state_->crop(length); }

  [[nodiscard]] std::size_t length() const noexcept { return state_->length(); }
  [[nodiscard]] bool can_crop() const noexcept { return state_->can_crop(); }
  [[nodiscard]] std::chrono::nanoseconds runtime_time() const { return state_->runtime_time(); }
  [[nodiscard]] std::size_t steps() const noexcept { return steps_; }

 private:
  std::span<const std::int64_t> mask(std::size_t length);
  void warn_of_length(std::size_t length);

  const Prompts& prompts_;
  PositionLimit limit_;
  std::stop_token stop_;
  std::unique_ptr<DecoderState> state_;
  std::size_t rows_;
  std::vector<std::int64_t> prompt_mask_;  // of the present rows; empty: no padding
  std::vector<std::int64_t> mask_;         // all ones where there is no padding
  std::size_t steps_ = 0;
  bool warned_ = false;
};

}  // namespace penstock
