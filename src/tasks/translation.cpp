// SPDX-License-Identifier: Apache-2.0
#include "tasks/translation.hpp"

#include <array>
#include <penstock/error.hpp>

#include "core/log.hpp"

namespace penstock {
namespace {

// "en" and "fr" of "translation_en_to_fr".
std::optional<std::pair<std::string, std::string>> languages_of(const std::string& task) {
  std::vector<std::string> parts(1);
  for (const char c : task) {
    if (c == '_') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (parts.size() != 4) return std::nullopt;
  return std::pair(parts[1], parts[3]);
}

// transformers' pipeline(): without languages, those that the model's configuration names first.
std::string settled_task(const TaskResources& resources) {
  const FileJson& file = resources.config->json();
  const auto tasks = file.find("task_specific_params");
  if (resources.task != "translation" || tasks == file.end() || !tasks->is_object()) {
    return resources.task;
  }
  for (const auto& [key, value] : tasks->items()) {
    if (!key.starts_with("translation")) continue;
    log(LogLevel::warning,
        "\"translation\" task was used, instead of \"translation_XX_to_YY\", defaulting to \"" +
            key + "\"");
    return key;
  }
  return resources.task;
}

}  // namespace

TranslationTask::TranslationTask(const TaskResources& resources)
    : Text2TextGenerationTask(resources, "translation"), languages_(languages_of(resources.task)) {
  set_defaults(resources);
}

void TranslationTask::check_lengths(std::size_t input_length,
                                    const GenerationConfig& config) const {
  if (!config.max_length) return;
  const auto length = static_cast<double>(input_length);
  if (length > 0.9 * static_cast<double>(*config.max_length)) {
    log(LogLevel::warning,
        "Your input_length: " + std::to_string(input_length) +
            " is bigger than 0.9 * max_length: " + std::to_string(*config.max_length) +
            ". You might consider increasing your max_length manually, e.g. translator('...', "
            "max_length=400)");
  }
}

std::span<const std::string_view> TranslationTask::further_parameters() const {
  static constexpr std::array<std::string_view, 2> kLanguages = {"src_lang", "tgt_lang"};
  return kLanguages;
}

void TranslationTask::apply(ParameterSet& parameters, Text2TextOptions& options) const {
  auto source = parameters.take_string("src_lang");
  auto target = parameters.take_string("tgt_lang");
  if (!source && !target && languages_) {
    source = languages_->first;
    target = languages_->second;
  }
  if (source) options.src_lang = std::move(source);
  if (target) options.tgt_lang = std::move(target);
}

void TranslationTask::complete(Text2TextOptions& options, const Json& generate) const {
  if (!tokenizer().has_languages()) return;
  if (!options.src_lang || !options.tgt_lang) {
    throw Error(ErrorCode::invalid_argument,
                "Translation requires a `src_lang` and a `tgt_lang` for this model");
  }
  options.language_tokenizer = tokenizer().with_languages(*options.src_lang, *options.tgt_lang);
  const auto id = tokenizer().language_id(*options.tgt_lang);
  if (!id) return;
  if (generate.contains("forced_bos_token_id")) {
    throw Error(ErrorCode::invalid_argument,
                "generate() got multiple values for keyword argument 'forced_bos_token_id': the "
                "target language gives it. Leave it out.");
  }
  options.generation.forced_bos_token_id = *id;
}

std::unique_ptr<const Task> make_translation(const TaskResources& resources) {
  TaskResources settled = resources;
  settled.task = settled_task(resources);
  return std::make_unique<const TranslationTask>(settled);
}

}  // namespace penstock
