// SPDX-License-Identifier: Apache-2.0
#include "generation/decoder_run.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>
#include <utility>

#include "core/log.hpp"

namespace penstock {

DecoderRun::DecoderRun(const DecoderModel& model, const NamedTensors& encoder_inputs,
                       const Prompts& prompts, std::stop_token stop)
    : prompts_(prompts),
      limit_(model.config()),
      stop_(std::move(stop)),
      state_(model.start(encoder_inputs, stop_)),
      rows_(prompts.rows),
      prompt_mask_(prompts.mask) {}

std::span<const std::int64_t> DecoderRun::mask(std::size_t length) {
  if (prompt_mask_.empty()) {
    if (mask_.size() < rows_ * length) mask_.resize(std::max(rows_ * length, mask_.size() * 2), 1);
    return std::span(mask_).first(rows_ * length);
  }
  mask_.assign(rows_ * length, 1);
  const std::size_t prompt = prompts_.length;
  for (std::size_t row = 0; row < rows_; ++row) {
    std::copy_n(prompt_mask_.begin() + static_cast<std::ptrdiff_t>(row * prompt),
                std::min(prompt, length),
                mask_.begin() + static_cast<std::ptrdiff_t>(row * length));
  }
  return mask_;
}

// MaxLengthCriteria's reminder. Most models read on, the better the less they go beyond.
void DecoderRun::warn_of_length(std::size_t length) {
  if (warned_ || !limit_.tokens || length <= *limit_.tokens) return;
  warned_ = true;
  log(LogLevel::warning,
      "This is a friendly reminder - the current text generation call has exceeded the model's "
      "predefined maximum length (" +
          std::to_string(*limit_.tokens) +
          "). Depending on the model, you may observe exceptions, performance degradation, or "
          "nothing at all.");
}

Logits DecoderRun::read_prompts(bool all_positions) {
  return read(prompts_.ids, prompts_.length, all_positions);
}

Logits DecoderRun::read(std::span<const std::int64_t> ids, std::size_t columns,
                        bool all_positions) {
  DecoderInput input;
  input.rows = rows_;
  input.columns = columns;
  input.input_ids = ids;
  const std::size_t length = state_->length() + columns;
  input.attention_mask = mask(length);
  input.all_positions = all_positions;
  input.stop = stop_;
  ++steps_;
  warn_of_length(length);
  const Logits logits = [&] {
    try {
      return state_->forward(input);
    } catch (const Error& error) {
      throw limit_.explain(error, length, prompts_.length);
    }
  }();
  if (logits.rows != rows_ || logits.vocabulary == 0 || logits.positions == 0) {
    throw Error(ErrorCode::backend, "The decoder returned logits of " +
                                        std::to_string(logits.rows) + " rows and " +
                                        std::to_string(logits.vocabulary) + " tokens for " +
                                        std::to_string(rows_) + " rows.");
  }
  return logits;
}

void DecoderRun::reorder(std::span<const std::int32_t> rows) {
  bool same = rows.size() == rows_;
  for (std::size_t i = 0; same && i < rows.size(); ++i) {
    same = rows[i] == static_cast<std::int32_t>(i);
  }
  if (same) return;
  state_->reorder(rows);
  if (!prompt_mask_.empty()) {
    std::vector<std::int64_t> moved;
    moved.reserve(rows.size() * prompts_.length);
    for (const std::int32_t row : rows) {
      const auto from = prompt_mask_.begin() + static_cast<std::ptrdiff_t>(
                                                   static_cast<std::size_t>(row) * prompts_.length);
      moved.insert(moved.end(), from, from + static_cast<std::ptrdiff_t>(prompts_.length));
    }
    prompt_mask_.swap(moved);
  }
  rows_ = rows.size();
}

}  // namespace penstock
