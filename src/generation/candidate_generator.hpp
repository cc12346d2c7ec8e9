// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "generation/generation_call.hpp"
#include "generation/random_stream.hpp"

namespace penstock {

// Guesses of the next tokens; the model then tells which of them it would have chosen itself.
struct Candidates {
  std::vector<std::int64_t> ids;
  // Distributions that they were drawn from, [ids][vocabulary]; empty: they were not drawn.
  std::vector<float> probabilities;
};

class CandidateGenerator {
 public:
  CandidateGenerator() = default;
  virtual ~CandidateGenerator() = default;
  CandidateGenerator(const CandidateGenerator&) = delete;
  CandidateGenerator& operator=(const CandidateGenerator&) = delete;

  [[nodiscard]] virtual Candidates candidates(std::span<const std::int64_t> ids) = 0;
  // How many of the last candidates were right.
  virtual void update(std::size_t matches, std::size_t candidates) = 0;
};

// Copies what followed the last tokens where they stood before (prompt_lookup_num_tokens,
// max_matching_ngram_size).
[[nodiscard]] std::unique_ptr<CandidateGenerator> make_prompt_lookup(
    const GenerationConfig& config);

// Lets GenerationInput::assistant_model go ahead (num_assistant_tokens, its schedule,
// assistant_confidence_threshold). All arguments are lent.
[[nodiscard]] std::unique_ptr<CandidateGenerator> make_assistant(const GenerationCall& call,
                                                                 RandomStream& random);

}  // namespace penstock
