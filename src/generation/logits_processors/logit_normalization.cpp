// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/logit_normalization.hpp"

#include "generation/vector_math.hpp"

namespace penstock {
namespace {

class LogitNormalizationProcessor final : public RowLogitsProcessor {
 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> /*ids*/,
                 std::span<float> scores) override {
    log_softmax(scores, scores);
  }
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_logit_normalization(const ProcessorContext& context) {
  if (context.config->renormalize_logits != true) return nullptr;
  return std::make_unique<LogitNormalizationProcessor>();
}

}  // namespace penstock
