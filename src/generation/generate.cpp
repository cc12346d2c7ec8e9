// SPDX-License-Identifier: Apache-2.0
#include "generation/generate.hpp"

#include <algorithm>
#include <penstock/error.hpp>

#include "core/refuse_argument.hpp"
#include "generation/generation_call.hpp"
#include "generation/generation_mode.hpp"
#include "generation/prepare.hpp"

namespace penstock {
namespace {

constexpr std::int64_t kMostRows = 65536;  // that one input may become

void check_mode(GenerationMode mode, const GenerationConfig& config, const GenerationInput& input,
                const GenerationHooks& hooks, const DecoderModel& model) {
  const bool beams = mode == GenerationMode::beam_search || mode == GenerationMode::beam_sample;
  if (beams && hooks.on_token) {
    refuse_argument(
        "`streamer` cannot be used with beam search (yet!). Make sure that `num_beams` is set to "
        "1.");
  }
  if (beams && config.low_memory == true) {
    refuse_argument(
        "`low_memory=True` is not supported after the beam search refactor. Please check the "
        "discussion in #35802 *after the PR got merged*, and add a comment there if your "
        "questions are not yet answered.");
  }
  if (beams && !config.length_penalty) {
    refuse_argument("`length_penalty` must be a number in beam search, but is None.");
  }
  if (std::max(config.num_beams, config.num_return_sequences) > kMostRows) {
    refuse_argument("`num_beams` and `num_return_sequences` can be at most " +
                    std::to_string(kMostRows) + ", but are " + std::to_string(config.num_beams) +
                    " and " + std::to_string(config.num_return_sequences) + ".");
  }
  if (mode == GenerationMode::assisted_generation && config.num_return_sequences > 1) {
    refuse_argument("num_return_sequences has to be 1 when doing assisted generate, but is " +
                    std::to_string(config.num_return_sequences) + ".");
  }
  if (config.token_healing == true) {
    throw Error(ErrorCode::unsupported, "`token_healing` is not supported; leave it out.");
  }
  if (input.assistant_model != nullptr &&
      model.config().integer("vocab_size") !=
          input.assistant_model->config().integer("vocab_size")) {
    refuse_argument(
        "The main and assistant models have different tokenizers. Please provide `tokenizer` and "
        "`assistant_tokenizer` to `generate()` (see "
        "https://huggingface.co/docs/transformers/en/"
        "generation_strategies#universal-assisted-decoding).");
  }
}

ProcessorContext processor_context(const DecoderModel& model, const GenerationConfig& config,
                                   const GenerationInput& input, const GenerationHooks& hooks,
                                   const Prompts& prompts) {
  ProcessorContext context;
  context.config = &config;
  context.hooks = &hooks;
  context.model = &model;
  context.rows = prompts.rows;
  context.prompt_length = prompts.length;
  context.negative_columns = input.negative_columns;
  context.negative_prompt_ids = input.negative_prompt_ids;
  context.negative_prompt_attention_mask = input.negative_prompt_attention_mask;
  if (!model.is_encoder_decoder()) {
    context.encoder_input_ids = prompts.ids;
    context.encoder_columns = prompts.length;
  } else if (const Tensor* ids = input.encoder_inputs.find("input_ids");
             ids != nullptr && ids->dtype() == DType::int64 && ids->rank() == 2) {
    context.encoder_input_ids = ids->values<std::int64_t>();
    context.encoder_columns = static_cast<std::size_t>(ids->dim(1));
  }
  return context;
}

}  // namespace

GenerationOutput generate(const DecoderModel& model, const GenerationConfig& config,
                          const GenerationInput& input, const GenerationHooks& hooks) {
  if (hooks.stop.stop_requested()) throw Error(ErrorCode::cancelled, "Generation was cancelled.");
  const GenerationMode mode = generation_mode(config, input.assistant_model != nullptr);
  check_mode(mode, config, input, hooks, model);
  GenerationConfig settled = config;
  const Prompts prompts = prepare(model, input, settled);
  const std::int64_t expansion = std::max(settled.num_beams, settled.num_return_sequences);
  const auto rows_per_input = static_cast<std::size_t>(expansion);

  ProcessorContext context = processor_context(model, settled, input, hooks, prompts);
  context.rows_per_input = rows_per_input;
  const LogitsProcessorList processors(context);
  StoppingCriteria criteria(settled, input, hooks);
  const GenerationCall call{model,   settled,    input,    hooks,
                            prompts, processors, criteria, rows_per_input};
  switch (mode) {
    case GenerationMode::beam_search:
    case GenerationMode::beam_sample: return beam_search(call);
    case GenerationMode::assisted_generation: return assisted_decoding(call);
    case GenerationMode::greedy_search:
    case GenerationMode::sample: break;
  }
  return sample(call);
}

}  // namespace penstock
