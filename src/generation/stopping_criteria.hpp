// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "generation/generate.hpp"
#include "generation/stop_strings.hpp"

namespace penstock {

// When a row has enough tokens (GenerationMixin._get_stopping_criteria). Time counts from the
// construction.
class StoppingCriteria {
 public:
  // Lengths and special tokens of `config` are settled. Throws Error{invalid_argument} for
  // stop_strings without a tokenizer. All arguments are lent.
  StoppingCriteria(const GenerationConfig& config, const GenerationInput& input,
                   const GenerationHooks& hooks);

  // Call once before the rows of a step are checked: reads the clock.
  void begin_step();
  // Why the row ends here, if it does.
  [[nodiscard]] std::optional<FinishReason> check(std::size_t row,
                                                  std::span<const std::int64_t> ids) const;
  [[nodiscard]] bool has_eos() const noexcept { return !eos_.empty(); }

 private:
  std::size_t max_length_;
  std::span<const std::int64_t> eos_;
  std::optional<double> max_time_;
  std::chrono::steady_clock::time_point begin_;
  bool time_is_up_ = false;
  std::unique_ptr<const TokenTexts> own_texts_;
  std::optional<StopStrings> stop_strings_;
  const GenerationHooks& hooks_;
};

}  // namespace penstock
