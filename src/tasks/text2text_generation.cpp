// SPDX-License-Identifier: Apache-2.0
#include "tasks/text2text_generation.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <utility>

#include "core/log.hpp"
#include "core/refuse_argument.hpp"
#include "tasks/generate_parameters.hpp"

namespace penstock {
namespace {

// Text2TextGenerationPipeline._sanitize_parameters: everything else is generate()'s.
constexpr std::array<std::string_view, 8> kOwnParameters = {
    "return_tensors", "return_text",   "return_type", "clean_up_tokenization_spaces",
    "truncation",     "stop_sequence", "batch_size",  "num_workers"};

// _default_generation_config of the three pipelines.
GenerationConfig pipeline_config() {
  GenerationConfig config;
  config.max_new_tokens = 256;
  config.num_beams = 4;
  return config;
}

}  // namespace

Text2TextGenerationTask::Text2TextGenerationTask(const TaskResources& resources, std::string name)
    : generator_(resources), name_(std::move(name)) {}

void Text2TextGenerationTask::set_defaults(const TaskResources& resources) {
  generator_.set_defaults(resources, pipeline_config(), read_own(resources.parameters, own_));
}

std::vector<std::string_view> Text2TextGenerationTask::own_parameters() const {
  std::vector<std::string_view> names(kOwnParameters.begin(), kOwnParameters.end());
  const auto further = further_parameters();
  names.insert(names.end(), further.begin(), further.end());
  return names;
}

Json Text2TextGenerationTask::read_own(const Json& parameters, Text2TextOptions& options) const {
  auto [own, generate] = split_parameters(parameters, own_parameters());
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
    options.clean_up_tokenization_spaces = *clean_up;
  }
  options.tokenizer.apply(set);  // truncation: no other key of it is among them
  if (const auto stop = set.take_string("stop_sequence")) {
    const std::vector<std::uint32_t> ids = tokenizer().encode(*stop, false).ids;
    if (ids.empty()) refuse_argument("`stop_sequence` has no tokens.");
    if (ids.size() > 1) {
      log(LogLevel::warning,
          "Stopping on a multiple token sequence is not yet supported on transformers. The first "
          "token of the stop sequence will be used as the stop sequence string in the interim.");
    }
    generate["eos_token_id"] = ids.front();
  }
  apply(set, options);
  apply_call_options(set, options);
  return std::move(generate);
}

Text2TextOptions Text2TextGenerationTask::options(const Json& parameters) const {
  Text2TextOptions options = own_;
  const Json generate = read_own(parameters, options);
  options.generation = generator_.defaults().for_call(generator_.arguments(generate));
  if (options.generation.return_dict_in_generate == true) {  // the reference's pipeline fails too
    throw Error(
        ErrorCode::invalid_argument,
        "`return_dict_in_generate` is not for this task, which reads token ids alone; leave "
        "it out.");
  }
  complete(options, generate);
  return options;
}

std::vector<std::string> Text2TextGenerationTask::parameter_names() const {
  return with_generate_parameters(own_parameters(), generator_.defaults().config());
}

std::vector<std::string_view> Text2TextGenerationTask::texts_of(const Json& item) const {
  if (item.is_string()) return {item.get_ref<const std::string&>()};
  const bool texts =
      item.is_array() && !item.empty() &&
      std::all_of(item.begin(), item.end(), [](const Json& text) { return text.is_string(); });
  if (!texts) {
    refuse_argument(" `args[0]`: " + shown(item) +
                    " have the wrong format. The should be either of type `str` or type `list`");
  }
  if (!tokenizer().special_token_id(Tokenizer::Role::pad)) {
    refuse_argument(
        "Please make sure that the tokenizer has a pad_token_id when using a batch input");
  }
  std::vector<std::string_view> found;
  for (const Json& text : item) found.emplace_back(text.get_ref<const std::string&>());
  return found;
}

// A list inside the list is one padded batch, of which the reference returns the first answer.
GenerationResult Text2TextGenerationTask::run_list(std::span<const std::string_view> texts,
                                                   Text2TextOptions options) const {
  const auto length = [&](std::string_view text) { return tokenize(text, options).size(); };
  // _build_translation_inputs does not pad.
  for (std::size_t i = 1; options.language_tokenizer && i < texts.size(); ++i) {
    if (length(texts[i]) == length(texts.front())) continue;
    refuse_argument(
        "Unable to create tensor: the texts of a list inside the list have different numbers of "
        "tokens, which this tokenizer's languages do not allow. Give one list of texts.");
  }
  options.batch_size = texts.size();
  return std::move(run(texts, options).front());
}

Json Text2TextGenerationTask::call(const Json& inputs, const Json& parameters) const {
  const Text2TextOptions options = this->options(parameters);
  if (!inputs.is_array()) return to_json(run_one(texts_of(inputs).front(), options), options);
  // A list of texts with one answer each gives a list of answers.
  bool flat = options.generation.num_return_sequences == 1;
  std::vector<std::vector<std::string_view>> items;
  std::vector<std::string_view> texts;
  for (const Json& item : inputs) {
    texts.push_back(items.emplace_back(texts_of(item)).front());
    flat = flat && item.is_string();
  }
  const bool lists =
      std::any_of(inputs.begin(), inputs.end(), [](const Json& item) { return item.is_array(); });
  std::vector<GenerationResult> results;
  if (lists) {
    for (const auto& item : items) results.push_back(run_list(item, options));
  } else {
    results = run(texts, options);
  }
  Json answers = Json::array();
  for (const GenerationResult& result : results) {
    Json records = to_json(result, options);
    answers.push_back(flat ? std::move(records.front()) : std::move(records));
  }
  return answers;
}

Encoding Text2TextGenerationTask::tokenize(std::string_view text,
                                           const Text2TextOptions& options) const {
  EncodeOptions encode = options.tokenizer.encode_options();
  encode.ids_only = true;
  // A tokenizer that knows languages writes them around the text; others get the prefix.
  const bool languages = options.language_tokenizer.has_value();
  const std::string prefix = languages ? "" : generator_.defaults().prefix().value_or("");
  const std::string prefixed = prefix + std::string(text);
  const Tokenizer& own = languages ? *options.language_tokenizer : tokenizer();
  return own.encode({prefixed, std::nullopt, {}}, encode);
}

Encoding Text2TextGenerationTask::encode(std::string_view text,
                                         const Text2TextOptions& options) const {
  Encoding encoding = tokenize(text, options);
  check_lengths(encoding.size(), options.generation);
  return encoding;
}

std::vector<GenerationResult> Text2TextGenerationTask::run(
    std::span<const std::string_view> texts, const Text2TextOptions& options,
    const GenerationCallbacks& callbacks) const {
  return generator_.run(
      texts.size(), [&](std::size_t i) { return encode(texts[i], options); }, options, callbacks);
}

GenerationResult Text2TextGenerationTask::run_one(std::string_view text,
                                                  const Text2TextOptions& options,
                                                  const GenerationCallbacks& callbacks) const {
  return generator_.run_one([&] { return encode(text, options); }, options, callbacks);
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

std::unique_ptr<const Task> make_text2text_generation(const TaskResources& resources) {
  return std::make_unique<const Text2TextGenerationTask>(resources);
}

}  // namespace penstock
