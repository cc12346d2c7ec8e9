// SPDX-License-Identifier: Apache-2.0
#include "tasks/text_generator.hpp"

#include <algorithm>
#include <chrono>
#include <penstock/error.hpp>
#include <string>
#include <utility>

#include "core/utf8.hpp"
#include "tasks/collate.hpp"
#include "tasks/open_decoder.hpp"
#include "tasks/row_streams.hpp"

namespace penstock {
namespace {

constexpr const char* kNoPad =
    "Pipeline with tokenizer without pad_token cannot do batching. You can try to set it with "
    "`pipe.tokenizer.pad_token_id = model.config.eos_token_id`.";
constexpr const char* kNoTokens = "The text has no tokens: there is nothing to generate from.";

std::vector<std::uint32_t> decodable(std::span<const std::int64_t> ids) {
  std::vector<std::uint32_t> result;
  result.reserve(ids.size());
  for (const std::int64_t id : ids) {
    if (id >= 0) result.push_back(static_cast<std::uint32_t>(id));
  }
  return result;
}

// text[count:] by code points.
std::string_view without_first(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) {
    at += utf8::length_from_lead(static_cast<std::uint8_t>(text[at]));
  }
  return text.substr(std::min(at, text.size()));
}

NamedTensors padded(std::span<const Encoding> rows, std::int64_t pad, Side side) {
  std::vector<const Encoding*> pointers;
  for (const Encoding& row : rows) pointers.push_back(&row);
  CollateRules rules;
  rules.pad_token_id = pad;
  rules.padding_side = side;
  rules.token_type_ids = false;
  return collate(pointers, rules);
}

GenerationHooks hooks_of(const GenerationCallbacks& callbacks, RowStreams& streams, bool beams) {
  GenerationHooks hooks;
  hooks.stop = callbacks.stop;
  hooks.logprobs = static_cast<bool>(callbacks.on_token);
  if (callbacks.on_token || (callbacks.on_text && !beams)) {
    hooks.on_token = [&streams](const GeneratedToken& token) { streams.put(token); };
  }
  return hooks;
}

std::size_t sequences_of(const GeneratorOptions& options) {
  return static_cast<std::size_t>(options.generation.num_return_sequences);
}

}  // namespace

TextGenerator::TextGenerator(const TaskResources& resources)
    : model_(open_decoder(resources)),
      assistant_(open_assistant(resources, *model_)),
      tokenizer_(resources.tokenizer.value()) {}

void TextGenerator::set_defaults(const TaskResources& resources, const GenerationConfig& pipeline,
                                 Json generate) {
  // A stop sequence's ids become an argument of every call; the rest settles the configuration.
  if (resources.parameters.contains("stop_sequence") && generate.contains("eos_token_id")) {
    arguments_["eos_token_id"] = std::move(generate["eos_token_id"]);
    generate.erase("eos_token_id");
  }
  GenerationDefaults::Sources sources;
  sources.task = resources.task;
  sources.pipeline = pipeline;
  sources.model = load_generation_config(resources.folder, *resources.config);
  sources.config = resources.config.get();
  sources.parameters = std::move(generate);
  if (const auto pad = tokenizer_.special_token_id(Tokenizer::Role::pad)) {
    sources.tokenizer_pad_token_id = *pad;
  }
  defaults_.emplace(sources);
}

Json TextGenerator::arguments(const Json& call) const {
  Json all = arguments_;
  for (const auto& [key, value] : call.items()) all[key] = value;
  return all;
}

void TextGenerator::check_batching(const GeneratorOptions& options) const {
  if (options.batch_size > 1 && !tokenizer_.special_token_id(Tokenizer::Role::pad)) {
    throw Error(ErrorCode::invalid_argument, kNoPad);
  }
}

std::vector<GenerationResult> TextGenerator::run(std::size_t count, const Encode& encode,
                                                 const GeneratorOptions& options,
                                                 const GenerationCallbacks& callbacks) const {
  check_batching(options);
  const std::size_t batch = options.batch_size.value_or(1);
  std::vector<GenerationResult> results;
  results.reserve(count);
  for (std::size_t at = 0; at < count; at += std::min(batch, count - at)) {
    run_batch(at, at + std::min(batch, count - at), encode, options, callbacks, results);
  }
  return results;
}

GenerationResult TextGenerator::run_one(const std::function<Encoding()>& encode,
                                        const GeneratorOptions& options,
                                        const GenerationCallbacks& callbacks) const {
  std::vector<GenerationResult> results;
  run_batch(
      0, 1, [&](std::size_t) { return encode(); }, options, callbacks, results);
  return std::move(results.front());
}

void TextGenerator::run_batch(std::size_t begin, std::size_t end, const Encode& encode,
                              const GeneratorOptions& options, const GenerationCallbacks& callbacks,
                              std::vector<GenerationResult>& results) const {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Encoding> rows;
  for (std::size_t i = begin; i < end; ++i) rows.push_back(encode(i));
  const std::chrono::nanoseconds tokenize = std::chrono::steady_clock::now() - start;

  const std::size_t sequences = sequences_of(options);
  const std::size_t first_row = begin * sequences;
  // Beams have no text of their own until the end.
  const bool beams = options.generation.num_beams > 1;
  RowStreams streams(callbacks, tokenizer_,
                     {options.skip_special_tokens, options.clean_up_tokenization_spaces},
                     first_row);
  for (std::size_t row = 0; !beams && row < rows.size() * sequences; ++row) {
    streams.add_row(model_->is_encoder_decoder() ? std::span<const std::uint32_t>()
                                                 : rows[row / sequences].ids);
  }
  GenerationOutput output = run_rows(rows, options, hooks_of(callbacks, streams, beams));
  output.timings.tokenize = tokenize;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    results.push_back(result_of(output, i, rows, options));
  }
  streams.end(output);
  for (std::size_t row = 0; beams && callbacks.on_text && row < rows.size() * sequences; ++row) {
    const GenerationResult& result = results[begin + row / sequences];
    callbacks.on_text({first_row + row, result.sequences[row % sequences].text, true});
  }
}

GenerationOutput TextGenerator::run_rows(std::span<const Encoding> rows,
                                         const GeneratorOptions& options,
                                         const GenerationHooks& hooks) const {
  const bool encodes = model_->is_encoder_decoder();
  const auto pad = tokenizer_.special_token_id(Tokenizer::Role::pad).value_or(0);
  NamedTensors tensors = padded(rows, pad, encodes ? tokenizer_.padding_side() : Side::left);
  const auto columns = static_cast<std::size_t>(tensors.at("input_ids").dim(1));
  GenerationInput input;
  input.rows = rows.size();
  if (!encodes) {
    input.columns = columns;  // none: the model begins with bos_token_id
    input.input_ids = std::as_const(tensors).at("input_ids").values<std::int64_t>();
    input.attention_mask = std::as_const(tensors).at("attention_mask").values<std::int64_t>();
  } else if (columns == 0) {
    throw Error(ErrorCode::invalid_argument, kNoTokens);
  } else {
    input.encoder_inputs = std::move(tensors);
  }
  input.assistant_model = assistant_.get();
  if (options.generation.stop_strings) input.token_texts = &token_texts();
  return generate(*model_, options.generation, input, hooks);
}

GenerationResult TextGenerator::result_of(const GenerationOutput& output, std::size_t input,
                                          std::span<const Encoding> rows,
                                          const GeneratorOptions& options) const {
  const auto decode = [&](std::span<const std::uint32_t> ids) {
    return tokenizer_.decode(ids, options.skip_special_tokens,
                             options.clean_up_tokenization_spaces);
  };
  // A prompt without tokens begins with a token that generate() put there.
  const std::size_t size = model_->is_encoder_decoder() ? 0 : rows[input].size();
  const std::size_t padding = size > 0 ? output.prompt_length - size : 0;
  const std::size_t prompt_text = size > 0 ? utf8::count(decode(rows[input].ids)) : 0;
  const std::size_t count = output.count / rows.size();
  GenerationResult result;
  result.timings = output.timings;
  for (std::size_t row = input * count; row < (input + 1) * count; ++row) {
    GeneratedSequence& sequence = result.sequences.emplace_back();
    const auto ids = output.sequence(row).subspan(padding);
    sequence.ids.assign(ids.begin(), ids.end());
    sequence.text = without_first(decode(decodable(ids)), prompt_text);
    sequence.finish_reason = output.finish_reasons[row];
    sequence.new_tokens = output.generated_lengths[row];
  }
  return result;
}

const TokenTexts& TextGenerator::token_texts() const {
  std::call_once(token_texts_->once, [this] { token_texts_->texts.emplace(tokenizer_); });
  return *token_texts_->texts;
}

}  // namespace penstock
