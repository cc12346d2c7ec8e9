// SPDX-License-Identifier: Apache-2.0
#include "tasks/text2text_generation.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <penstock/error.hpp>
#include <utility>

#include "core/log.hpp"
#include "generation/text_stream.hpp"
#include "tasks/open_decoder.hpp"

namespace penstock {
namespace {

// Text2TextGenerationPipeline._sanitize_parameters: everything else is generate()'s.
constexpr std::array<std::string_view, 8> kOwnParameters = {
    "return_tensors", "return_text",   "return_type", "clean_up_tokenization_spaces",
    "truncation",     "stop_sequence", "batch_size",  "num_workers"};

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::invalid_argument, message);
}

// _default_generation_config of the three pipelines.
GenerationConfig pipeline_config() {
  GenerationConfig config;
  config.max_new_tokens = 256;
  config.num_beams = 4;
  return config;
}

bool names_one_of(std::span<const std::string_view> names, std::string_view key) {
  return std::find(names.begin(), names.end(), key) != names.end();
}

Json without_own(const Json& parameters, const Json& own) {
  Json rest = Json::object();
  for (const auto& [key, value] : parameters.items()) {
    if (!own.contains(key)) rest[key] = value;
  }
  return rest;
}

GenerationDefaults make_defaults(const TaskResources& resources, const Json& parameters) {
  GenerationDefaults::Sources sources;
  sources.task = resources.task;
  sources.pipeline = pipeline_config();
  sources.model = load_generation_config(resources.folder, *resources.config);
  sources.config = resources.config.get();
  sources.parameters = parameters;
  if (const auto pad = resources.tokenizer->special_token_id(Tokenizer::Role::pad)) {
    sources.tokenizer_pad_token_id = *pad;
  }
  return GenerationDefaults(sources);
}

// The ids that a decoded text is made of.
std::vector<std::uint32_t> decodable(std::span<const std::int64_t> ids) {
  std::vector<std::uint32_t> result;
  for (const std::int64_t id : ids) {
    if (id >= 0) result.push_back(static_cast<std::uint32_t>(id));
  }
  return result;
}

// Encodings side by side, padded on the right, as the encoder reads them.
struct EncoderBatch {
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> mask;

  EncoderBatch(std::span<const Encoding> rows, std::int64_t pad) {
    std::size_t columns = 0;
    for (const Encoding& row : rows) columns = std::max(columns, row.size());
    if (columns == 0) refuse("The text has no tokens: there is nothing to generate from.");
    for (const Encoding& row : rows) {
      ids.insert(ids.end(), row.ids.begin(), row.ids.end());
      ids.resize(ids.size() + columns - row.size(), pad);
      mask.resize(mask.size() + row.size(), 1);
      mask.resize(mask.size() + columns - row.size(), 0);
    }
  }

  NamedTensors tensors(std::size_t rows) {
    const Shape shape = {static_cast<std::int64_t>(rows),
                         static_cast<std::int64_t>(ids.size() / rows)};
    NamedTensors result;
    result.set("input_ids", Tensor::borrow(DType::int64, shape, ids.data()));
    result.set("attention_mask", Tensor::borrow(DType::int64, shape, mask.data()));
    return result;
  }
};

// Turns tokens into text as they come, for all rows of a call.
class RowStreams {
 public:
  RowStreams(const GenerationCallbacks& callbacks, const Tokenizer& tokenizer, bool clean_up,
             std::size_t first_row, std::size_t rows)
      : callbacks_(callbacks), first_row_(first_row) {
    if (!callbacks.on_text) return;
    streams_.reserve(rows);
    const TextStream::Options options{true, clean_up};
    for (std::size_t i = 0; i < rows; ++i) streams_.emplace_back(tokenizer, options);
  }

  void put(GeneratedToken token) {
    const std::size_t row = token.row;
    token.row += first_row_;
    if (callbacks_.on_token) callbacks_.on_token(token);
    if (streams_.empty()) return;
    const std::string text = streams_[row].put(static_cast<std::uint32_t>(token.id));
    if (!text.empty()) callbacks_.on_text({token.row, text, false});
  }

  void end() {
    for (std::size_t row = 0; row < streams_.size(); ++row) {
      callbacks_.on_text({first_row_ + row, streams_[row].end(), true});
    }
  }

 private:
  const GenerationCallbacks& callbacks_;
  std::size_t first_row_;
  std::vector<TextStream> streams_;
};

}  // namespace

Text2TextGenerationTask::Text2TextGenerationTask(const TaskResources& resources, std::string name)
    : model_(open_decoder(resources)),
      assistant_(open_assistant(resources, *model_)),
      tokenizer_(resources.tokenizer.value()),
      name_(std::move(name)) {}

void Text2TextGenerationTask::set_defaults(const TaskResources& resources) {
  const Json rest = read_own(resources.parameters, own_);
  // A stop sequence becomes an argument of every call; the rest settles the pipeline's
  // configuration.
  generate_ = Json::object();
  Json settled = rest;
  if (resources.parameters.contains("stop_sequence") && rest.contains("eos_token_id")) {
    generate_["eos_token_id"] = rest["eos_token_id"];
    settled.erase("eos_token_id");
  }
  defaults_.emplace(make_defaults(resources, settled));
}

Json Text2TextGenerationTask::read_own(const Json& given, Text2TextOptions& options) const {
  const Json parameters = given.is_null() ? Json::object() : given;
  Json own = Json::object();
  if (!parameters.is_object()) (void)ParameterSet(parameters);  // refuses it
  for (const auto& [key, value] : parameters.items()) {
    refuse_late_assistant(key);
    if (names_one_of(kOwnParameters, key) || names_one_of(further_parameters(), key)) {
      own[key] = value;
    }
  }
  Json rest = without_own(parameters, own);
  ParameterSet set(own);
  const auto tensors = set.take_bool("return_tensors");
  if (tensors) options.return_tensors = *tensors;
  // ReturnType: TENSORS = 0, TEXT = 1.
  if (const auto type = set.take_integer("return_type")) {
    if (*type != 0 && *type != 1) refuse_parameter("return_type", "0 (tensors) or 1 (text)", *type);
    options.return_tensors = *type == 0;
  }
  (void)set.take_bool("return_text");  // the reference reads it and does nothing with it
  if (const auto clean_up = set.take_bool("clean_up_tokenization_spaces")) {
    options.clean_up_tokenization_spaces = clean_up;
  }
  options.tokenizer.apply(set);  // truncation: no other key of it is among them
  if (const auto stop = set.take_string("stop_sequence")) {
    const std::vector<std::uint32_t> ids = tokenizer_.encode(*stop, false).ids;
    if (ids.empty()) refuse("`stop_sequence` has no tokens.");
    if (ids.size() > 1) {
      log(LogLevel::warning,
          "Stopping on a multiple token sequence is not yet supported on transformers. The first "
          "token of the stop sequence will be used as the stop sequence string in the interim.");
    }
    rest["eos_token_id"] = ids.front();
  }
  apply(set, options);
  apply_call_options(set, options);
  return rest;
}

Text2TextOptions Text2TextGenerationTask::options(const Json& parameters) const {
  Text2TextOptions options = own_;
  Json given = generate_;
  const Json rest = read_own(parameters, options);
  for (const auto& [key, value] : rest.items()) given[key] = value;
  options.generation = defaults_->for_call(given);
  if (options.generation.return_dict_in_generate == true) {  // the reference's pipeline fails too
    throw Error(
        ErrorCode::invalid_argument,
        "`return_dict_in_generate` is not for this task, which reads token ids alone; leave "
        "it out.");
  }
  complete(options, rest);
  return options;
}

std::vector<std::string> Text2TextGenerationTask::parameter_names() const {
  std::vector<std::string> own(kOwnParameters.begin(), kOwnParameters.end());
  for (const std::string_view name : further_parameters()) own.emplace_back(name);
  return with_generate_parameters(std::move(own), defaults_->config());
}

std::string_view Text2TextGenerationTask::text_of(const Json& item) const {
  if (item.is_string()) return item.get_ref<const std::string&>();
  // A list inside the list is one padded batch, of which the reference returns the first answer.
  const bool texts =
      item.is_array() && !item.empty() &&
      std::all_of(item.begin(), item.end(), [](const Json& text) { return text.is_string(); });
  if (!texts) {
    refuse(" `args[0]`: " + shown(item) +
           " have the wrong format. The should be either of type `str` or type `list`");
  }
  if (!tokenizer_.special_token_id(Tokenizer::Role::pad)) {
    refuse("Please make sure that the tokenizer has a pad_token_id when using a batch input");
  }
  return item.front().get_ref<const std::string&>();
}

Json Text2TextGenerationTask::call(const Json& inputs, const Json& parameters) const {
  const Text2TextOptions options = this->options(parameters);
  std::vector<std::string_view> texts;
  bool flat = inputs.is_array();  // a list of texts with one answer each gives a list of answers
  if (inputs.is_array()) {
    for (const Json& item : inputs) {
      texts.push_back(text_of(item));
      flat = flat && item.is_string();
    }
  } else {
    texts.push_back(text_of(inputs));
  }
  flat = flat && options.generation.num_return_sequences == 1;
  Json answers = Json::array();
  for (const GenerationResult& result : run(texts, options)) {
    Json records = to_json(result, options);
    if (!inputs.is_array()) return records;
    answers.push_back(flat ? std::move(records.front()) : std::move(records));
  }
  return answers;
}

Encoding Text2TextGenerationTask::encode(std::string_view text,
                                         const Text2TextOptions& options) const {
  EncodeOptions encode = options.tokenizer.encode_options();
  encode.ids_only = true;
  // A tokenizer that knows languages writes them around the text; others get the prefix.
  if (options.language_tokenizer) {
    return options.language_tokenizer->encode({text, std::nullopt, {}}, encode);
  }
  const std::string prefixed = defaults_->prefix().value_or("") + std::string(text);
  return tokenizer_.encode({prefixed, std::nullopt, {}}, encode);
}

std::vector<GenerationResult> Text2TextGenerationTask::run(
    std::span<const std::string_view> texts, const Text2TextOptions& options,
    const GenerationCallbacks& callbacks) const {
  const std::size_t batch = options.batch_size.value_or(1);
  if (batch > 1 && !tokenizer_.special_token_id(Tokenizer::Role::pad)) {
    refuse(
        "Pipeline with tokenizer without pad_token cannot do batching. You can try to set it with "
        "`pipe.tokenizer.pad_token_id = model.config.eos_token_id`.");
  }
  std::vector<GenerationResult> results;
  for (std::size_t at = 0; at < texts.size(); at += batch) {
    run_batch(texts.subspan(at, std::min(batch, texts.size() - at)), options, callbacks, results);
  }
  return results;
}

void Text2TextGenerationTask::run_batch(std::span<const std::string_view> texts,
                                        const Text2TextOptions& options,
                                        const GenerationCallbacks& callbacks,
                                        std::vector<GenerationResult>& results) const {
  const auto begin = std::chrono::steady_clock::now();
  std::vector<Encoding> encodings;
  for (const std::string_view text : texts) {
    encodings.push_back(encode(text, options));
    check_lengths(encodings.back().size(), options.generation);
  }
  const auto pad = tokenizer_.special_token_id(Tokenizer::Role::pad).value_or(0);
  EncoderBatch batch(encodings, pad);
  const std::chrono::nanoseconds tokenize = std::chrono::steady_clock::now() - begin;

  GenerationInput input;
  input.rows = texts.size();
  input.encoder_inputs = batch.tensors(texts.size());
  input.assistant_model = assistant_.get();
  if (options.generation.stop_strings) input.token_texts = &token_texts();
  const auto sequences = static_cast<std::size_t>(options.generation.num_return_sequences);
  RowStreams streams(callbacks, tokenizer_, options.clean_up_tokenization_spaces.value_or(false),
                     results.size() * sequences, texts.size() * sequences);
  GenerationHooks hooks;
  hooks.stop = callbacks.stop;
  hooks.logprobs = static_cast<bool>(callbacks.on_token);
  if (callbacks.on_token || callbacks.on_text) {
    hooks.on_token = [&](const GeneratedToken& token) { streams.put(token); };
  }
  GenerationOutput output = generate(*model_, options.generation, input, hooks);
  streams.end();
  output.timings.tokenize = tokenize;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    results.push_back(result_of(output, i, texts.size(), options));
  }
}

GenerationResult Text2TextGenerationTask::result_of(const GenerationOutput& output,
                                                    std::size_t input, std::size_t inputs,
                                                    const Text2TextOptions& options) const {
  GenerationResult result;
  result.timings = output.timings;
  const std::size_t count = output.count / inputs;
  for (std::size_t row = input * count; row < (input + 1) * count; ++row) {
    GeneratedSequence& sequence = result.sequences.emplace_back();
    const auto ids = output.sequence(row);
    sequence.ids.assign(ids.begin(), ids.end());
    sequence.text = tokenizer_.decode(decodable(ids), true,
                                      options.clean_up_tokenization_spaces.value_or(false));
    sequence.finish_reason = output.finish_reasons[row];
    sequence.new_tokens = output.generated_lengths[row];
  }
  return result;
}

Json Text2TextGenerationTask::to_json(const GenerationResult& result,
                                      const Text2TextOptions& options) const {
  Json records = Json::array();
  for (const GeneratedSequence& sequence : result.sequences) {
    Json record = Json::object();
    if (options.return_tensors) {
      record[name_ + "_token_ids"] = sequence.ids;
    } else {
      record[name_ + "_text"] = sequence.text;
    }
    records.push_back(std::move(record));
  }
  return records;
}

const TokenTexts& Text2TextGenerationTask::token_texts() const {
  std::call_once(token_texts_->once,
                 [&] { token_texts_->texts = std::make_unique<const TokenTexts>(tokenizer_); });
  return *token_texts_->texts;
}

std::unique_ptr<const Task> make_text2text_generation(const TaskResources& resources) {
  return std::make_unique<const Text2TextGenerationTask>(resources);
}

}  // namespace penstock
