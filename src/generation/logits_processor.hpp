// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace penstock {

// Scores of the next token, float32 [rows][vocabulary], to be changed in place.
struct ScoreRows {
  std::span<float> row(std::size_t index) const noexcept {
    return {data + index * vocabulary, vocabulary};
  }
  float* data = nullptr;
  std::size_t rows = 0;
  std::size_t vocabulary = 0;
};

// The ids of every row so far, prompt included; all rows are equally long.
struct TokenRows {
  std::span<const std::int64_t> row(std::size_t index) const noexcept {
    return {data + index * stride, length};
  }
  const std::int64_t* data = nullptr;
  std::size_t rows = 0;
  std::size_t length = 0;
  std::size_t stride = 0;
};

// Changes the scores of the next token (transformers' LogitsProcessor). Made for one call of
// generate(); may keep state between its steps.
class LogitsProcessor {
 public:
  LogitsProcessor() = default;
  virtual ~LogitsProcessor() = default;
  LogitsProcessor(const LogitsProcessor&) = delete;
  LogitsProcessor& operator=(const LogitsProcessor&) = delete;

  virtual void apply(const TokenRows& ids, const ScoreRows& scores) = 0;
};

// A processor that looks at one row at a time.
class RowLogitsProcessor : public LogitsProcessor {
 public:
  void apply(const TokenRows& ids, const ScoreRows& scores) final {
    for (std::size_t i = 0; i < scores.rows; ++i) apply_row(i, ids.row(i), scores.row(i));
  }

 private:
  virtual void apply_row(std::size_t row, std::span<const std::int64_t> ids,
                         std::span<float> scores) = 0;
};

// prefix_allowed_tokens_fn: which ids may follow these of input `row`.
using PrefixAllowedTokens =
    std::function<std::vector<std::int64_t>(std::size_t row, std::span<const std::int64_t> ids)>;

}  // namespace penstock
