// SPDX-License-Identifier: Apache-2.0
#include "tasks/text_generation.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <penstock/error.hpp>
#include <utility>

#include "core/python_text.hpp"
#include "core/utf8.hpp"
#include "generation/text_stream.hpp"
#include "tasks/open_decoder.hpp"

namespace penstock {
namespace {

constexpr const char* kBadChat =
    "When passing chat dicts as input, each dict must have a 'role' and 'content' key.";
constexpr const char* kNoPad =
    "Pipeline with tokenizer without pad_token cannot do batching. You can try to set it with "
    "`pipe.tokenizer.pad_token_id = model.config.eos_token_id`.";

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::invalid_argument, message);
}

// TextGenerationPipeline._default_generation_config
GenerationConfig pipeline_config() {
  GenerationConfig config;
  config.max_new_tokens = 256;
  config.do_sample = true;
  config.temperature = GenerationNumber{0.7};
  return config;
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

std::vector<std::uint32_t> decodable(std::span<const std::int64_t> ids) {
  std::vector<std::uint32_t> result;
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

// Prompts side by side, padded on the left.
struct PromptBatch {
  std::size_t columns = 0;
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> mask;

  PromptBatch(std::span<const Encoding> rows, std::int64_t pad) {
    for (const Encoding& row : rows) columns = std::max(columns, row.size());
    for (const Encoding& row : rows) {
      ids.resize(ids.size() + columns - row.size(), pad);
      mask.resize(mask.size() + columns - row.size(), 0);
      ids.insert(ids.end(), row.ids.begin(), row.ids.end());
      mask.insert(mask.end(), row.attention_mask.begin(), row.attention_mask.end());
    }
  }
};

void check_chat(const Json& messages) {
  const bool list = messages.is_array() && !messages.empty();
  if (!list || !std::all_of(messages.begin(), messages.end(), [](const Json& message) {
        return message.is_object() && message.contains("role") && message.contains("content");
      })) {
    refuse(kBadChat);
  }
}

bool continues(const Json& messages, const TextGenerationCall& options) {
  const Json& role = messages.back().at("role");
  return options.continue_final_message.value_or(role.is_string() &&
                                                 role.get_ref<const std::string&>() == "assistant");
}

// Turns tokens into text as they come, for all rows of a call.
class RowStreams {
 public:
  RowStreams(const GenerationCallbacks& callbacks, const Tokenizer& tokenizer,
             const TextGenerationCall& options, std::span<const Encoding> prompts,
             std::size_t sequences, std::size_t first_row)
      : callbacks_(callbacks), first_row_(first_row) {
    if (!callbacks.on_text) return;
    const TextStream::Options how{options.skip_special_tokens,
                                  options.clean_up_tokenization_spaces};
    streams_.reserve(prompts.size() * sequences);
    for (const Encoding& prompt : prompts) {
      for (std::size_t i = 0; i < sequences; ++i) streams_.emplace_back(tokenizer, how, prompt.ids);
    }
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

TextGenerationTask::TextGenerationTask(const TaskResources& resources)
    : model_(open_decoder(resources)),
      assistant_(open_assistant(resources, *model_)),
      tokenizer_(resources.tokenizer.value()),
      chat_template_(ChatTemplate::from_pretrained(resources.folder, tokenizer_)),
      defaults_(make_defaults(resources, Json::object())) {
  Json settled = read_own(resources.parameters, own_);
  // A stop sequence becomes an argument of every call; the rest settles the configuration.
  const bool stops =
      resources.parameters.is_object() && resources.parameters.contains("stop_sequence");
  if (stops && settled.contains("eos_token_id")) {
    generate_["eos_token_id"] = settled["eos_token_id"];
    settled.erase("eos_token_id");
  }
  if (settled.contains("max_new_tokens") && settled["max_new_tokens"].is_number_integer()) {
    own_.hole_new_tokens = settled["max_new_tokens"].get<std::int64_t>();
  }
  defaults_ = make_defaults(resources, settled);
}

Encoding TextGenerationTask::encode(std::string_view prompt, const Options& options) const {
  EncodeOptions encode = options.tokenizer.encode_options();
  encode.ids_only = true;
  const std::string text =
      (options.prefix ? *options.prefix : defaults_.prefix().value_or("")) + std::string(prompt);
  Encoding encoding = tokenizer_.encode({text, std::nullopt, {}}, encode);
  if (options.hole) cut_hole(encoding, options);
  return encoding;
}

Encoding TextGenerationTask::encode_chat(const Json& messages, const Options& options) const {
  ChatOptions chat = options.chat;
  chat.continue_final_message = continues(messages, options);
  chat.add_generation_prompt = !chat.continue_final_message;
  const std::string text = chat_template_.render(messages, chat).text;
  EncodeOptions encode = options.tokenizer.encode_options();
  encode.ids_only = true;
  encode.add_special_tokens = false;
  Encoding encoding = tokenizer_.encode({text, std::nullopt, {}}, encode);
  if (options.hole) cut_hole(encoding, options);
  return encoding;
}

void TextGenerationTask::cut_hole(Encoding& encoding, const Options& options) const {
  const auto length = static_cast<std::int64_t>(encoding.size());
  const std::int64_t more =
      options.hole_new_tokens.value_or(defaults_.config().max_length.value_or(20) - length);
  if (more < 0) refuse("We cannot infer how many new tokens are expected");
  const auto limit = tokenizer_.model_max_length();
  if (!limit || length + more <= static_cast<std::int64_t>(*limit)) return;
  const std::int64_t keep = static_cast<std::int64_t>(*limit) - more;
  if (keep <= 0) {
    refuse(
        "We cannot use `hole` to handle this generation the number of desired tokens exceeds the "
        "models max length");
  }
  if (length <= keep) return;
  encoding.ids.erase(encoding.ids.begin(), encoding.ids.end() - keep);
  encoding.attention_mask.erase(encoding.attention_mask.begin(),
                                encoding.attention_mask.end() - keep);
}

Json TextGenerationTask::call(const Json& inputs, const Json& parameters) const {
  const Options options = this->options(parameters);
  if (inputs.is_string()) {
    const std::array<std::string_view, 1> text = {inputs.get_ref<const std::string&>()};
    return to_json(run(text, options).front(), inputs, options);
  }
  if (!inputs.is_array() || inputs.empty()) {
    refuse(
        "text-generation takes a text, a chat (a list of {\"role\", \"content\"}) or a list of "
        "one of them, got " +
        shown(inputs));
  }
  if (inputs.front().is_object()) return to_json(run_chat(inputs, options), inputs, options);
  Json answers = Json::array();
  if (inputs.front().is_array()) {
    for (const Json& chat : inputs) check_chat(chat);
    for (const Json& chat : inputs) {
      answers.push_back(to_json(run_chat(chat, options), chat, options));
    }
    return answers;
  }
  std::vector<std::string_view> texts;
  for (const Json& text : inputs) {
    if (!text.is_string()) refuse("a prompt must be a text, got " + shown(text));
    texts.push_back(text.get_ref<const std::string&>());
  }
  const std::vector<GenerationResult> results = run(texts, options);
  for (std::size_t i = 0; i < results.size(); ++i) {
    answers.push_back(to_json(results[i], inputs[i], options));
  }
  return answers;
}

std::vector<GenerationResult> TextGenerationTask::run(std::span<const std::string_view> prompts,
                                                      const Options& options,
                                                      const GenerationCallbacks& callbacks) const {
  const std::size_t batch = options.batch_size.value_or(1);
  if (batch > 1 && !tokenizer_.special_token_id(Tokenizer::Role::pad)) refuse(kNoPad);
  std::vector<GenerationResult> results;
  for (std::size_t at = 0; at < prompts.size(); at += batch) {
    std::vector<Encoding> encodings;
    for (const std::string_view prompt :
         prompts.subspan(at, std::min(batch, prompts.size() - at))) {
      encodings.push_back(encode(prompt, options));
    }
    run_batch(std::move(encodings), options, callbacks, results);
  }
  return results;
}

GenerationResult TextGenerationTask::run_chat(const Json& messages, const Options& options,
                                              const GenerationCallbacks& callbacks) const {
  check_chat(messages);
  std::vector<GenerationResult> results;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<Encoding> encodings;
  encodings.push_back(encode_chat(messages, options));
  const std::chrono::nanoseconds tokenize = std::chrono::steady_clock::now() - begin;
  run_batch(std::move(encodings), options, callbacks, results);
  results.front().timings.tokenize = tokenize;
  return std::move(results.front());
}

void TextGenerationTask::run_batch(std::vector<Encoding> prompts, const Options& options,
                                   const GenerationCallbacks& callbacks,
                                   std::vector<GenerationResult>& results) const {
  const PromptBatch batch(prompts, tokenizer_.special_token_id(Tokenizer::Role::pad).value_or(0));
  GenerationInput input;
  input.rows = prompts.size();
  input.columns = batch.columns;  // none: the model begins with bos_token_id
  input.input_ids = batch.ids;
  input.attention_mask = batch.mask;
  input.assistant_model = assistant_.get();
  if (options.generation.stop_strings) input.token_texts = &token_texts();
  const auto sequences = static_cast<std::size_t>(options.generation.num_return_sequences);
  RowStreams streams(callbacks, tokenizer_, options, prompts, sequences,
                     results.size() * sequences);
  GenerationHooks hooks;
  hooks.stop = callbacks.stop;
  hooks.logprobs = static_cast<bool>(callbacks.on_token);
  // Beams have no text of their own until the end.
  const bool beams = options.generation.num_beams > 1;
  if (callbacks.on_token || (callbacks.on_text && !beams)) {
    hooks.on_token = [&](const GeneratedToken& token) { streams.put(token); };
  }
  const GenerationOutput output = generate(*model_, options.generation, input, hooks);
  const std::size_t first = results.size();
  for (std::size_t i = 0; i < prompts.size(); ++i) {
    results.push_back(result_of(output, i, prompts, options));
  }
  if (!callbacks.on_text) return;
  if (!beams) return streams.end();
  for (std::size_t row = 0; row < prompts.size() * sequences; ++row) {
    const std::string& text = results[first + row / sequences].sequences[row % sequences].text;
    callbacks.on_text({first * sequences + row, text, true});
  }
}

GenerationResult TextGenerationTask::result_of(const GenerationOutput& output, std::size_t input,
                                               std::span<const Encoding> prompts,
                                               const Options& options) const {
  GenerationResult result;
  result.timings = output.timings;
  const auto decode = [&](std::span<const std::uint32_t> ids) {
    return tokenizer_.decode(ids, options.skip_special_tokens,
                             options.clean_up_tokenization_spaces);
  };
  const std::size_t size = prompts[input].size();
  const std::size_t count = output.count / prompts.size();
  const std::size_t prompt_text = utf8::count(decode(prompts[input].ids));
  // A prompt without tokens begins with a token that generate() put there.
  const std::size_t padding =
      output.prompt_length > size && size > 0 ? output.prompt_length - size : 0;
  for (std::size_t row = input * count; row < (input + 1) * count; ++row) {
    GeneratedSequence& sequence = result.sequences.emplace_back();
    const auto ids = output.sequence(row).subspan(padding);
    sequence.ids.assign(ids.begin(), ids.end());
    sequence.text = without_first(decode(decodable(ids)), size > 0 ? prompt_text : 0);
    sequence.finish_reason = output.finish_reasons[row];
    sequence.new_tokens = output.generated_lengths[row];
  }
  return result;
}

Json TextGenerationTask::to_json(const GenerationResult& result, const Json& prompt,
                                 const Options& options) const {
  using Returned = TextGenerationCall::Returned;
  Json records = Json::array();
  for (const GeneratedSequence& sequence : result.sequences) {
    Json record = Json::object();
    if (options.returned == Returned::tensors) {
      record["generated_token_ids"] = sequence.ids;
    } else if (options.returned == Returned::new_text) {
      record["generated_text"] = sequence.text;
    } else if (prompt.is_string()) {
      record["generated_text"] = prompt.get_ref<const std::string&>() + sequence.text;
    } else {
      Json messages = prompt;
      if (continues(prompt, options)) {
        const Json& last = prompt.back();
        if (!last.at("content").is_string()) {
          refuse("can only concatenate list (not \"str\") to list");
        }
        messages.back() = {{"role", last.at("role")},
                           {"content", last.at("content").get<std::string>() + sequence.text}};
      } else {
        messages.push_back({{"role", "assistant"}, {"content", sequence.text}});
      }
      record["generated_text"] = std::move(messages);
    }
    records.push_back(std::move(record));
  }
  return records;
}

const TokenTexts& TextGenerationTask::token_texts() const {
  std::call_once(token_texts_->once,
                 [&] { token_texts_->texts = std::make_unique<const TokenTexts>(tokenizer_); });
  return *token_texts_->texts;
}

std::unique_ptr<const Task> make_text_generation(const TaskResources& resources) {
  return std::make_unique<const TextGenerationTask>(resources);
}

}  // namespace penstock
