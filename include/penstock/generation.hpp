// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

// What the generation tasks share: how a text ended, how long its stages took, and how to watch it
// come or stop it.

namespace penstock {

// Why a sequence has no more tokens.
enum class FinishReason {
  length,     // max_new_tokens or max_length
  eos,        // one of eos_token_id, which is the last token
  stop,       // one of stop_strings was completed
  time,       // max_time
  cancelled,  // the caller's stop token or callback asked to stop: the tokens so far are kept
};

[[nodiscard]] std::string_view to_string(FinishReason reason) noexcept;

// Wall-clock times of one call.
struct GenerationTimings {
  std::chrono::nanoseconds tokenize{};     // texts to ids; zero where the caller gave ids
  std::chrono::nanoseconds first_token{};  // reading the prompt and choosing one token
  std::chrono::nanoseconds rest{};         // all later tokens
  std::chrono::nanoseconds runtime{};      // of both: spent inside the runtime's own run calls
  std::size_t prompt_tokens = 0;           // of a row, padding included
  std::size_t steps = 0;                   // runs of the model, the prompt's included
  std::size_t new_tokens = 0;              // of all rows

  // New tokens of all rows a second after the first; zero with fewer than two steps.
  [[nodiscard]] double tokens_per_second() const noexcept;
};

// One answer of a generation task.
struct GeneratedSequence {
  std::string text;
  std::vector<std::int64_t> ids;  // as the model gave them, special tokens and padding included
  FinishReason finish_reason = FinishReason::length;
  std::size_t new_tokens = 0;  // eos included, padding not
};

struct GenerationResult {
  std::vector<GeneratedSequence> sequences;  // num_return_sequences, best first
  GenerationTimings timings;
};

// A token that was just chosen. Greedy search and sampling tell each; beam search none.
struct GeneratedToken {
  std::size_t row = 0;  // input * num_return_sequences + sequence
  std::int64_t id = 0;
  float logprob = 0;  // natural logarithm, of the scores that it was chosen from
};

// A piece of text that will not change any more: all pieces together are the result.
struct GeneratedText {
  std::size_t row = 0;
  std::string_view text;  // whole UTF-8 characters; may be empty at the end
  bool end = false;       // the row's last piece
};

// Watches or stops one call. Functions are called from the calling thread, between two steps; what
// they throw ends the call.
struct GenerationCallbacks {
  std::function<void(const GeneratedToken&)> on_token{};
  std::function<void(const GeneratedText&)> on_text{};
  std::stop_token stop{};
};

}  // namespace penstock
