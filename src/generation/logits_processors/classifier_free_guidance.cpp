// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/classifier_free_guidance.hpp"

#include <penstock/error.hpp>
#include <vector>

#include "generation/vector_math.hpp"

namespace penstock {
namespace {

// The reference's UnbatchedClassifierFreeGuidanceLogitsProcessor: its second cache is not reordered
// with the beams, and neither is this one.
class ClassifierFreeGuidance final : public LogitsProcessor {
 public:
  explicit ClassifierFreeGuidance(const ProcessorContext& context)
      : scale_(static_cast<float>(*context.config->guidance_scale)),
        model_(*context.model),
        stop_(context.hooks->stop),
        rows_per_input_(context.rows_per_input),
        columns_(context.negative_columns),
        prompt_(context.negative_prompt_ids),
        prompt_mask_(context.negative_prompt_attention_mask) {}

  void apply(const TokenRows& ids, const ScoreRows& scores) override {
    const Logits logits = state_ == nullptr ? first_run(ids) : next_run(ids);
    unconditional_.resize(scores.vocabulary);
    for (std::size_t i = 0; i < scores.rows; ++i) {
      const std::span<float> row = scores.row(i);
      log_softmax(row, row);
      log_softmax(logits.row(i, logits.positions - 1).first(scores.vocabulary), unconditional_);
      for (std::size_t id = 0; id < row.size(); ++id) {
        row[id] = scale_ * (row[id] - unconditional_[id]) + unconditional_[id];
      }
    }
  }

 private:
  // Without a negative prompt: the last token of each row.
  Logits first_run(const TokenRows& ids) {
    state_ = model_.start({}, stop_);
    if (prompt_.empty()) columns_ = 1;
    for (std::size_t row = 0; row < ids.rows; ++row) {
      const std::size_t at = row / rows_per_input_ * columns_;
      for (std::size_t column = 0; column < columns_; ++column) {
        ids_.push_back(prompt_.empty() ? ids.row(row).back() : prompt_[at + column]);
        mask_.push_back(prompt_mask_.empty() ? 1 : prompt_mask_[at + column]);
      }
    }
    return run(ids.rows, columns_);
  }

  Logits next_run(const TokenRows& ids) {
    ids_.clear();
    std::vector<std::int64_t> mask;
    const std::size_t length = mask_.size() / ids.rows;
    for (std::size_t row = 0; row < ids.rows; ++row) {
      ids_.push_back(ids.row(row).back());
      const auto old = mask_.begin() + static_cast<std::ptrdiff_t>(row * length);
      mask.insert(mask.end(), old, old + static_cast<std::ptrdiff_t>(length));
      mask.push_back(1);
    }
    mask_.swap(mask);
    return run(ids.rows, 1);
  }

  Logits run(std::size_t rows, std::size_t columns) {
    DecoderInput input;
    input.rows = rows;
    input.columns = columns;
    input.input_ids = ids_;
    input.attention_mask = mask_;
    input.stop = stop_;
    return state_->forward(input);
  }

  float scale_;
  const DecoderModel& model_;
  std::stop_token stop_;
  std::size_t rows_per_input_;
  std::size_t columns_;
  std::span<const std::int64_t> prompt_;
  std::span<const std::int64_t> prompt_mask_;
  std::unique_ptr<DecoderState> state_;
  std::vector<std::int64_t> ids_;
  std::vector<std::int64_t> mask_;
  std::vector<float> unconditional_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_classifier_free_guidance(const ProcessorContext& context) {
  const auto& scale = context.config->guidance_scale;
  if (!scale || *scale == 1.0) return nullptr;
  if (context.model->is_encoder_decoder()) {
    throw Error(ErrorCode::unsupported,
                "`guidance_scale` is not supported for models with an encoder; leave it out.");
  }
  return std::make_unique<ClassifierFreeGuidance>(context);
}

}  // namespace penstock
