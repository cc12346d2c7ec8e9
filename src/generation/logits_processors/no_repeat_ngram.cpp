// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/no_repeat_ngram.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>

namespace penstock {
namespace {

// Forbids what followed, anywhere in `source`, the size - 1 ids that `ids` ends with.
void forbid(std::span<const std::int64_t> source, std::span<const std::int64_t> ids,
            std::size_t size, std::span<float> scores) {
  const std::size_t prefix = size - 1;
  if (ids.size() < prefix || source.size() < size) return;
  const std::span<const std::int64_t> last = ids.last(prefix);
  for (std::size_t i = 0; i + size <= source.size(); ++i) {
    if (std::equal(last.begin(), last.end(), source.begin() + static_cast<std::ptrdiff_t>(i))) {
      set_scores(scores, source.subspan(i + prefix, 1), kForbidden);
    }
  }
}

class NoRepeatNGramProcessor final : public RowLogitsProcessor {
 public:
  explicit NoRepeatNGramProcessor(std::size_t size) : size_(size) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> ids,
                 std::span<float> scores) override {
    forbid(ids, ids, size_, scores);
  }

  std::size_t size_;
};

class EncoderNoRepeatNGramProcessor final : public RowLogitsProcessor {
 public:
  EncoderNoRepeatNGramProcessor(std::size_t size, const ProcessorContext& context)
      : size_(size),
        source_(context.encoder_input_ids),
        columns_(context.encoder_columns),
        rows_per_input_(context.rows_per_input) {}

 private:
  void apply_row(std::size_t row, std::span<const std::int64_t> ids,
                 std::span<float> scores) override {
    forbid(source_.subspan(row / rows_per_input_ * columns_, columns_), ids, size_, scores);
  }

  std::size_t size_;
  std::span<const std::int64_t> source_;
  std::size_t columns_;
  std::size_t rows_per_input_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_no_repeat_ngram(const ProcessorContext& context) {
  const std::int64_t size = context.config->no_repeat_ngram_size.value_or(0);
  if (size <= 0) return nullptr;
  return std::make_unique<NoRepeatNGramProcessor>(static_cast<std::size_t>(size));
}

std::unique_ptr<LogitsProcessor> make_encoder_no_repeat_ngram(const ProcessorContext& context) {
  const std::int64_t size = context.config->encoder_no_repeat_ngram_size.value_or(0);
  if (size <= 0 || context.encoder_input_ids.empty()) return nullptr;
  return std::make_unique<EncoderNoRepeatNGramProcessor>(static_cast<std::size_t>(size), context);
}

}  // namespace penstock
