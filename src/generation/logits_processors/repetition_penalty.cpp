// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/repetition_penalty.hpp"

#include <penstock/error.hpp>
#include <vector>

#include "generation/generation_config_fields.hpp"
#include "generation/python_repr.hpp"

namespace penstock {
namespace {

// Multiplies negative scores and divides the others, once for each id however often it comes.
class Penalty {
 public:
  explicit Penalty(float penalty) : penalty_(penalty) {}

  void apply(std::span<const std::int64_t> ids, std::span<float> scores) {
    if (seen_.size() != scores.size()) seen_.assign(scores.size(), false);
    for (const std::int64_t id : ids) {
      const auto index = static_cast<std::size_t>(id);
      if (id < 0 || index >= scores.size() || seen_[index]) continue;
      seen_[index] = true;
      scores[index] = scores[index] < 0 ? scores[index] * penalty_ : scores[index] / penalty_;
    }
    for (const std::int64_t id : ids) {
      if (id >= 0 && static_cast<std::size_t>(id) < scores.size()) {
        seen_[static_cast<std::size_t>(id)] = false;
      }
    }
  }

 private:
  float penalty_;
  std::vector<bool> seen_;  // all false between calls
};

class RepetitionPenaltyProcessor final : public RowLogitsProcessor {
 public:
  explicit RepetitionPenaltyProcessor(float penalty) : penalty_(penalty) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> ids,
                 std::span<float> scores) override {
    penalty_.apply(ids, scores);
  }

  Penalty penalty_;
};

// The reference gathers by the rows that the encoder read: with several rows an input, it reaches
// only as many of the first as there are inputs.
class EncoderRepetitionPenaltyProcessor final : public RowLogitsProcessor {
 public:
  EncoderRepetitionPenaltyProcessor(float penalty, std::span<const std::int64_t> ids,
                                    std::size_t columns)
      : penalty_(penalty), ids_(ids), columns_(columns) {}

 private:
  void apply_row(std::size_t row, std::span<const std::int64_t> /*ids*/,
                 std::span<float> scores) override {
    if ((row + 1) * columns_ > ids_.size()) return;
    penalty_.apply(ids_.subspan(row * columns_, columns_), scores);
  }

  Penalty penalty_;
  std::span<const std::int64_t> ids_;
  std::size_t columns_;
};

void check_penalty(const GenerationNumber& penalty) {
  if (!penalty.integer && penalty.value > 0) return;
  throw Error(
      ErrorCode::invalid_argument,
      "`penalty` has to be a strictly positive float, but is " + python_repr(field_json(penalty)));
}

}  // namespace

std::unique_ptr<LogitsProcessor> make_repetition_penalty(const ProcessorContext& context) {
  const auto& penalty = context.config->repetition_penalty;
  if (!penalty || penalty->value == 1.0) return nullptr;
  check_penalty(*penalty);
  return std::make_unique<RepetitionPenaltyProcessor>(static_cast<float>(penalty->value));
}

std::unique_ptr<LogitsProcessor> make_encoder_repetition_penalty(const ProcessorContext& context) {
  const auto& penalty = context.config->encoder_repetition_penalty;
  if (!penalty || penalty->value == 1.0 || context.encoder_input_ids.empty()) return nullptr;
  check_penalty(*penalty);
  return std::make_unique<EncoderRepetitionPenaltyProcessor>(
      static_cast<float>(1 / penalty->value), context.encoder_input_ids, context.encoder_columns);
}

}  // namespace penstock
