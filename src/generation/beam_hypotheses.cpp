// SPDX-License-Identifier: Apache-2.0
#include "generation/beam_hypotheses.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "generation/torch_top_k.hpp"

namespace penstock {

BeamHypotheses::BeamHypotheses(const Rules& rules, std::span<const std::int64_t> prompt)
    : rules_(rules), best_(rules.num_beams) {
  for (Hypothesis& hypothesis : best_) hypothesis.ids.assign(prompt.begin(), prompt.end());
}

bool BeamHypotheses::full() const noexcept {
  return std::all_of(best_.begin(), best_.end(), [](const Hypothesis& h) { return h.finished; });
}

float BeamHypotheses::divisor(std::size_t length) const {
  return static_cast<float>(std::pow(static_cast<double>(length), rules_.length_penalty));
}

void BeamHypotheses::update(std::span<const Candidate> candidates, std::size_t new_tokens) {
  const bool closed = full() && rules_.early_stopping == EarlyStopping::yes;
  std::vector<float> scores;
  for (const Hypothesis& hypothesis : best_) scores.push_back(hypothesis.score);
  const float length = divisor(new_tokens);
  for (const Candidate& candidate : candidates) {
    float score = candidate.score / length;
    score += closed ? kBeamPenalty : -0.0F;
    score += improvable_ ? -0.0F : kBeamPenalty;
    score += candidate.ended ? -0.0F : kBeamPenalty;
    scores.push_back(score);
  }
  std::vector<Hypothesis> merged;
  for (const ScoredIndex& item : torch_top_k(scores, rules_.num_beams)) {
    const auto index = static_cast<std::size_t>(item.index);
    if (index < best_.size()) {
      merged.push_back(std::move(best_[index]));
      continue;
    }
    const Candidate& candidate = candidates[index - best_.size()];
    Hypothesis& made = merged.emplace_back();
    made.ids.assign(candidate.ids.begin(), candidate.ids.end());
    for (const std::int64_t beam : candidate.beam_indices) {
      made.beam_indices.push_back(static_cast<std::int32_t>(beam));
    }
    made.score = item.score;
    made.finished = candidate.ended;
    made.reason = candidate.reason;
  }
  best_.swap(merged);
}

void BeamHypotheses::check_improvement(float best_running_score, std::size_t new_tokens) {
  const bool never = rules_.early_stopping == EarlyStopping::never && rules_.length_penalty > 0.0;
  const std::size_t length = never ? rules_.max_length - rules_.prompt_length : new_tokens;
  const float best_possible = best_running_score / divisor(length);
  float worst = best_.front().score;
  for (const Hypothesis& hypothesis : best_) worst = std::min(worst, hypothesis.score);
  const bool better = std::any_of(best_.begin(), best_.end(), [&](const Hypothesis& h) {
    return best_possible > (h.finished ? worst : kBeamPenalty);
  });
  improvable_ = improvable_ && better;
}

}  // namespace penstock
