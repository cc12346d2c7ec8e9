// SPDX-License-Identifier: Apache-2.0
#include "tasks/translation.hpp"

#include <penstock/error.hpp>

#include "core/log.hpp"
#include "tasks/task_name.hpp"

namespace penstock {

TranslationTask::TranslationTask(const TaskResources& resources)
    : Text2TextGenerationTask(resources, "translation"),
      languages_(normalize_task(resources.task).languages) {
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

bool TranslationTask::takes(std::string_view key) const {
  return key == "src_lang" || key == "tgt_lang";
}

void TranslationTask::apply(ParameterSet& parameters, Text2TextOptions& options) const {
  if (auto source = parameters.take_string("src_lang")) options.src_lang = std::move(source);
  if (auto target = parameters.take_string("tgt_lang")) options.tgt_lang = std::move(target);
}

void TranslationTask::complete(Text2TextOptions& options) const {
  if (!tokenizer().has_languages()) return;
  if (!options.src_lang && !options.tgt_lang && languages_) {
    options.src_lang = languages_->first;
    options.tgt_lang = languages_->second;
  }
  if (!options.src_lang || !options.tgt_lang) {
    throw Error(ErrorCode::invalid_argument,
                "Translation requires a `src_lang` and a `tgt_lang` for this model");
  }
  options.language_tokenizer = tokenizer().with_languages(*options.src_lang, *options.tgt_lang);
  if (const auto id = tokenizer().language_id(*options.tgt_lang)) {
    options.generation.forced_bos_token_id = *id;
  }
}

std::unique_ptr<const Task> make_translation(TaskResources resources) {
  return std::make_unique<const TranslationTask>(resources);
}

}  // namespace penstock
