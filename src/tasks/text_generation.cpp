// SPDX-License-Identifier: Apache-2.0
#include "tasks/text_generation.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <utility>

#include "core/refuse_argument.hpp"

namespace penstock {
namespace {

constexpr const char* kBadChat =
    "When passing chat dicts as input, each dict must have a 'role' and 'content' key.";
// TextGenerationPipeline._default_generation_config
GenerationConfig text_generation_config() {
  GenerationConfig config;
  config.max_new_tokens = 256;
  config.do_sample = true;
  config.temperature = GenerationNumber{0.7};
  return config;
}

void check_chat(const Json& messages) {
  const bool list = messages.is_array() && !messages.empty();
  if (!list || !std::all_of(messages.begin(), messages.end(), [](const Json& message) {
        return message.is_object() && message.contains("role") && message.contains("content");
      })) {
    refuse_argument(kBadChat);
  }
}

bool continues(const Json& messages, const TextGenerationCall& options) {
  const Json& role = messages.back().at("role");
  return options.continue_final_message.value_or(role.is_string() &&
                                                 role.get_ref<const std::string&>() == "assistant");
}

}  // namespace

TextGenerationTask::TextGenerationTask(const TaskResources& resources)
    : generator_(resources),
      chat_template_(ChatTemplate::from_pretrained(resources.folder, generator_.tokenizer())) {
  Json generate = read_own(resources.parameters, own_);
  if (generate.contains("max_new_tokens") && generate["max_new_tokens"].is_number_integer()) {
    own_.hole_new_tokens = generate["max_new_tokens"].get<std::int64_t>();
  }
  generator_.set_defaults(resources, text_generation_config(), std::move(generate));
}

Encoding TextGenerationTask::encode(std::string_view prompt, const Options& options) const {
  EncodeOptions encode = options.tokenizer.encode_options();
  encode.ids_only = true;
  const std::string text =
      (options.prefix ? *options.prefix : generator_.defaults().prefix().value_or("")) +
      std::string(prompt);
  Encoding encoding = generator_.tokenizer().encode({text, std::nullopt, {}}, encode);
  if (options.hole) cut_hole(encoding, options);
  return encoding;
}

Encoding TextGenerationTask::encode_chat(const Json& messages, const Options& options) const {
  ChatOptions chat = options.chat;
  chat.continue_final_message = continues(messages, options);
  chat.add_generation_prompt = !chat.continue_final_message;
  const std::string text = chat_template_.render(messages, chat).text;
  // apply_chat_template passes truncation=False on, so that a maximum alone cuts nothing.
  TokenizerParameters how = options.tokenizer;
  how.truncation = how.truncation.value_or(TruncationStrategy::do_not_truncate);
  EncodeOptions encode = how.encode_options();
  encode.ids_only = true;
  encode.add_special_tokens = false;
  Encoding encoding = generator_.tokenizer().encode({text, std::nullopt, {}}, encode);
  if (options.hole) cut_hole(encoding, options);
  return encoding;
}

void TextGenerationTask::cut_hole(Encoding& encoding, const Options& options) const {
  const auto length = static_cast<std::int64_t>(encoding.size());
  const std::int64_t longest = generator_.defaults().config().max_length.value_or(20);
  const std::int64_t more =
      options.hole_new_tokens.value_or(std::max<std::int64_t>(longest, -1) - length);
  if (more < 0) refuse_argument("We cannot infer how many new tokens are expected");
  const auto limit = generator_.tokenizer().model_max_length();
  if (!limit || *limit > std::size_t{INT64_MAX}) return;
  const std::int64_t keep = static_cast<std::int64_t>(*limit) - more;
  if (length <= keep) return;
  if (keep <= 0) {
    refuse_argument(
        "We cannot use `hole` to handle this generation the number of desired tokens exceeds the "
        "models max length");
  }
  encoding.ids.erase(encoding.ids.begin(), encoding.ids.end() - keep);
  encoding.attention_mask.erase(encoding.attention_mask.begin(),
                                encoding.attention_mask.end() - keep);
}

Json TextGenerationTask::call(const Json& inputs, const Json& parameters) const {
  const Options options = this->options(parameters);
  if (inputs.is_string()) {
    return to_json(run_one(inputs.get_ref<const std::string&>(), options), inputs, options);
  }
  if (!inputs.is_array() || inputs.empty()) {
    refuse_argument(
        "text-generation takes a text, a chat (a list of {\"role\", \"content\"}) or a list of "
        "one of them, got " +
        shown(inputs));
  }
  if (inputs.front().is_object()) return to_json(run_chat(inputs, options), inputs, options);
  Json answers = Json::array();
  generator_.check_batching(options);  // a list is batched even if it holds one
  if (inputs.front().is_array()) {
    for (const Json& chat : inputs) check_chat(chat);
    for (const Json& chat : inputs) {
      answers.push_back(to_json(run_chat(chat, options), chat, options));
    }
    return answers;
  }
  std::vector<std::string_view> texts;
  for (const Json& text : inputs) {
    if (!text.is_string()) refuse_argument("a prompt must be a text, got " + shown(text));
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
  return generator_.run(
      prompts.size(), [&](std::size_t i) { return encode(prompts[i], options); }, options,
      callbacks);
}

GenerationResult TextGenerationTask::run_one(std::string_view prompt, const Options& options,
                                             const GenerationCallbacks& callbacks) const {
  return generator_.run_one([&] { return encode(prompt, options); }, options, callbacks);
}

GenerationResult TextGenerationTask::run_chat(const Json& messages, const Options& options,
                                              const GenerationCallbacks& callbacks) const {
  check_chat(messages);
  return generator_.run_one([&] { return encode_chat(messages, options); }, options, callbacks);
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
          refuse_argument("can only concatenate list (not \"str\") to list");
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

std::unique_ptr<const Task> make_text_generation(const TaskResources& resources) {
  return std::make_unique<const TextGenerationTask>(resources);
}

}  // namespace penstock
