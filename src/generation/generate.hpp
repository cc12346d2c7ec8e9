// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <penstock/generation.hpp>
#include <penstock/tensor.hpp>
#include <penstock/tokenizer.hpp>
#include <span>
#include <vector>

#include "generation/generation_config.hpp"
#include "generation/logits_processor.hpp"
#include "models/decoder_model.hpp"

// transformers' generate(): prompts in, sequences out. Greedy search and beam search give the
// reference's tokens; sampling gives its distribution.

namespace penstock {

class TokenTexts;  // stop_strings.hpp

// What to continue. Spans and pointers are lent for the call.
struct GenerationInput {
  std::size_t rows = 1;
  // Tokens of a row of input_ids. 0: every row starts with bos_token_id or, where the model has an
  // encoder, with decoder_start_token_id.
  std::size_t columns = 0;
  // Prompts, padded on the left: [rows][columns]. With an encoder: decoder_input_ids, before
  // which decoder_start_token_id is put unless they begin with it.
  std::span<const std::int64_t> input_ids{};
  // [rows][columns] of a model without an encoder; empty: all are read, but padding that can be
  // told from pad_token_id is not.
  std::span<const std::int64_t> attention_mask{};
  // What the encoder reads: input_ids (int64), input_features or pixel_values, attention_mask.
  NamedTensors encoder_inputs{};
  // Prompts of the unconditional model for guidance_scale: [rows][negative_columns]; empty: the
  // last token of each prompt.
  std::size_t negative_columns = 0;
  std::span<const std::int64_t> negative_prompt_ids{};
  std::span<const std::int64_t> negative_prompt_attention_mask{};
  // One of the two is needed by stop_strings; a pipeline keeps the second for all its calls.
  const Tokenizer* tokenizer = nullptr;
  const TokenTexts* token_texts = nullptr;
  const DecoderModel* assistant_model = nullptr;
};

// What takes part in the loop beside the configuration.
struct GenerationHooks {
  // Called for every new token, row by row; refused with beams, as the reference's streamer is.
  std::function<void(const GeneratedToken&)> on_token{};
  bool logprobs = false;  // fill GeneratedToken::logprob and GenerationOutput::logprobs
  std::stop_token stop{};
  // A stopping criterion of the caller: true ends the row. `ids`: prompt and all new tokens.
  std::function<bool(std::size_t row, std::span<const std::int64_t> ids)> stopping_criterion{};
  // prefix_allowed_tokens_fn: ids that may follow; `row` is the input's.
  PrefixAllowedTokens prefix_allowed_tokens{};
  // Run behind the built-in processors that are no warpers.
  std::vector<std::shared_ptr<LogitsProcessor>> logits_processors{};
};

struct GenerationOutput {
  std::size_t count = 0;                       // rows * num_return_sequences
  std::size_t length = 0;                      // ids of each sequence, padding included
  std::size_t prompt_length = 0;               // of them, how many were there before
  std::vector<std::int64_t> sequences;         // [count][length]
  std::vector<FinishReason> finish_reasons;    // [count]
  std::vector<std::size_t> generated_lengths;  // [count] new tokens, eos included, padding not
  // [count][length - prompt_length] with GenerationHooks::logprobs, without beams; 0 for padding.
  std::vector<float> logprobs;

  // With return_dict_in_generate. scores and logits: for each step, [step_rows][vocabulary].
  std::vector<std::vector<float>> scores;  // output_scores: after the processors
  std::vector<std::vector<float>> logits;  // output_logits: as the model gave them
  std::size_t step_rows = 0;
  std::size_t vocabulary = 0;
  std::vector<float> sequences_scores;     // [count]: beams, with output_scores
  std::vector<std::int32_t> beam_indices;  // [count][length - prompt_length], -1 behind the end

  GenerationTimings timings;

  [[nodiscard]] std::span<const std::int64_t> sequence(std::size_t row) const noexcept {
    return std::span(sequences).subspan(row * length, length);
  }
};

// `config`: GenerationDefaults::for_call(). Throws Error{invalid_argument} with the reference's
// words, Error{unsupported} for what Penstock cannot do, Error{cancelled} when stop was requested
// before the first token; later a stop ends the call with what there is.
[[nodiscard]] GenerationOutput generate(const DecoderModel& model, const GenerationConfig& config,
                                        const GenerationInput& input,
                                        const GenerationHooks& hooks = {});

}  // namespace penstock
