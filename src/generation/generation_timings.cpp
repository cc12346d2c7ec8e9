// SPDX-License-Identifier: Apache-2.0
#include "generation/generation_call.hpp"

namespace penstock {

std::string_view to_string(FinishReason reason) noexcept {
  switch (reason) {
    case FinishReason::length: return "length";
    case FinishReason::eos: return "eos";
    case FinishReason::stop: return "stop";
    case FinishReason::time: return "time";
    case FinishReason::cancelled: return "cancelled";
  }
  return "length";
}

double GenerationTimings::tokens_per_second() const noexcept {
  if (steps < 2 || new_tokens == 0 || rest.count() <= 0) return 0;
  const double seconds = std::chrono::duration<double>(rest).count();
  const double first_share = static_cast<double>(new_tokens) / static_cast<double>(steps);
  return (static_cast<double>(new_tokens) - first_share) / seconds;
}

void GenerationClock::step_done(std::size_t new_tokens) {
  new_tokens_ += new_tokens;
  if (first_done_) return;
  first_done_ = true;
  first_ = Clock::now();
}

void GenerationClock::finish(const DecoderRun& run, std::size_t prompt_tokens,
                             GenerationTimings& timings) const {
  timings.first_token = first_ - begin_;
  timings.rest = Clock::now() - first_;
  timings.runtime = run.runtime_time();
  timings.prompt_tokens = prompt_tokens;
  timings.steps = run.steps();
  timings.new_tokens = new_tokens_;
}

}  // namespace penstock
