// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/inf_nan_remove.hpp"

#include <algorithm>
#include <cmath>

namespace penstock {
namespace {

class InfNanRemoveProcessor final : public RowLogitsProcessor {
 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> /*ids*/,
                 std::span<float> scores) override {
    constexpr float kMost = std::numeric_limits<float>::max();
    for (float& score : scores) {
      score = std::isnan(score) ? 0.0F : std::clamp(score, -kMost, kMost);
    }
  }
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_inf_nan_remove(const ProcessorContext& context) {
  if (context.config->remove_invalid_values != true) return nullptr;
  return std::make_unique<InfNanRemoveProcessor>();
}

}  // namespace penstock
