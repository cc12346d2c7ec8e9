// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/min_length.hpp"

namespace penstock {
namespace {

class MinLengthProcessor final : public RowLogitsProcessor {
 public:
  MinLengthProcessor(std::size_t length, std::span<const std::int64_t> eos)
      : length_(length), eos_(eos) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> ids,
                 std::span<float> scores) override {
    if (ids.size() < length_) set_scores(scores, eos_, kForbidden);
  }

  std::size_t length_;
  std::span<const std::int64_t> eos_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_min_length(const ProcessorContext& context) {
  const std::int64_t length = context.config->min_length.value_or(0);
  if (length <= 0 || context.eos().empty()) return nullptr;
  return std::make_unique<MinLengthProcessor>(static_cast<std::size_t>(length), context.eos());
}

std::unique_ptr<LogitsProcessor> make_min_new_tokens(const ProcessorContext& context) {
  const std::int64_t count = context.config->min_new_tokens.value_or(0);
  if (count <= 0 || context.eos().empty()) return nullptr;
  return std::make_unique<MinLengthProcessor>(
      context.prompt_length + static_cast<std::size_t>(count), context.eos());
}

}  // namespace penstock
