// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

#include "generation/decoder_run.hpp"
#include "generation/generate.hpp"
#include "generation/logits_processors/processor_table.hpp"
#include "generation/stopping_criteria.hpp"

namespace penstock {

// One call of generate(), prepared: what every decoding loop works with. All is lent.
struct GenerationCall {
  const DecoderModel& model;
  const GenerationConfig& config;  // lengths and special tokens settled
  const GenerationInput& input;
  const GenerationHooks& hooks;
  const Prompts& prompts;
  const LogitsProcessorList& processors;
  StoppingCriteria& criteria;
  std::size_t rows_per_input;  // beams or samples

  [[nodiscard]] std::size_t rows() const noexcept { return prompts.rows * rows_per_input; }
  [[nodiscard]] std::int64_t pad() const noexcept { return config.pad_token_id.value_or(0); }
  [[nodiscard]] bool keeps_scores() const noexcept {
    return config.return_dict_in_generate == true && config.output_scores == true;
  }
  [[nodiscard]] bool keeps_logits() const noexcept {
    return config.return_dict_in_generate == true && config.output_logits == true;
  }
};

// Splits the time of a loop into first token and rest.
class GenerationClock {
 public:
  void step_done(std::size_t new_tokens);
  void finish(const DecoderRun& run, std::size_t prompt_tokens, GenerationTimings& timings) const;

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point first_ = begin_;
  bool first_done_ = false;
  std::size_t new_tokens_ = 0;
};

// Greedy search and sampling (GenerationMixin._sample).
[[nodiscard]] GenerationOutput sample(const GenerationCall& call);
// Beam search and beam sampling (GenerationMixin._beam_search).
[[nodiscard]] GenerationOutput beam_search(const GenerationCall& call);
// Greedy search or sampling several tokens at a time, guessed by a smaller model or looked up in
// the prompt (GenerationMixin._assisted_decoding).
[[nodiscard]] GenerationOutput assisted_decoding(const GenerationCall& call);

}  // namespace penstock
