// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "generation/generate.hpp"

namespace penstock {

// What beam search calls "no score yet": what adds it, loses against everything real.
inline constexpr float kBeamPenalty = -1.0e9F;

struct Hypothesis {
  std::vector<std::int64_t> ids;           // prompt included
  std::vector<std::int32_t> beam_indices;  // of each new token, where asked for
  float score = kBeamPenalty;              // over length ** length_penalty
  bool finished = false;
  FinishReason reason = FinishReason::length;
};

// The best ended sequences of one input, best first (_update_finished_beams and
// _check_early_stop_heuristic).
class BeamHypotheses {
 public:
  struct Rules {
    std::size_t num_beams = 1;
    std::size_t prompt_length = 0;
    std::size_t max_length = 0;
    double length_penalty = 1.0;
    EarlyStopping early_stopping = EarlyStopping::no;
  };
  // A candidate of the present step: score not yet divided by its length.
  struct Candidate {
    float score = 0;
    bool ended = false;  // and among the first num_beams
    FinishReason reason = FinishReason::length;
    std::span<const std::int64_t> ids;  // the candidate's
    std::span<const std::int64_t> beam_indices;
  };

  BeamHypotheses(const Rules& rules, std::span<const std::int64_t> prompt);

  // `new_tokens`: of every candidate.
  void update(std::span<const Candidate> candidates, std::size_t new_tokens);
  // Whether a running beam of this score, at this many new tokens, could still improve the result;
  // once it could not, it stays so.
  void check_improvement(float best_running_score, std::size_t new_tokens);

  [[nodiscard]] bool improvable() const noexcept { return improvable_; }
  [[nodiscard]] bool full() const noexcept;
  [[nodiscard]] const std::vector<Hypothesis>& best() const noexcept { return best_; }

 private:
  // length ** length_penalty, as a float32 divisor.
  [[nodiscard]] float divisor(std::size_t length) const;

  Rules rules_;
  bool improvable_ = true;
  std::vector<Hypothesis> best_;
};

}  // namespace penstock
