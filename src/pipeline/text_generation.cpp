// SPDX-License-Identifier: Apache-2.0
#include "tasks/text_generation.hpp"

#include <penstock/error.hpp>
#include <penstock/text_generation.hpp>
#include <string>
#include <utility>

#include "pipeline/typed_call.hpp"

namespace penstock {
namespace {

template <typename T>
void put(Json& parameters, const char* name, const std::optional<T>& value) {
  if (value) parameters[name] = *value;
}

TextGenerationCall call_options(const TextGenerationTask& task,
                                const TextGenerationOptions& options) {
  Json parameters = options.parameters;
  if (parameters.is_null()) parameters = Json::object();
  if (!parameters.is_object()) {
    throw Error(ErrorCode::invalid_argument,
                "TextGenerationOptions::parameters must be an object of names and values.");
  }
  put(parameters, "max_new_tokens", options.max_new_tokens);
  put(parameters, "do_sample", options.do_sample);
  put(parameters, "temperature", options.temperature);
  put(parameters, "top_k", options.top_k);
  put(parameters, "top_p", options.top_p);
  put(parameters, "repetition_penalty", options.repetition_penalty);
  put(parameters, "num_beams", options.num_beams);
  put(parameters, "num_return_sequences", options.num_return_sequences);
  put(parameters, "seed", options.seed);
  if (!options.stop_strings.empty()) parameters["stop_strings"] = options.stop_strings;
  TextGenerationCall call = task.options(parameters);
  if (!options.chat.tools.is_null()) call.chat.tools = options.chat.tools;
  if (!options.chat.documents.is_null()) call.chat.documents = options.chat.documents;
  if (!options.chat.chat_template.empty()) call.chat.chat_template = options.chat.chat_template;
  for (const auto& [name, value] : options.chat.variables.items()) {
    call.chat.variables[name] = value;
  }
  return call;
}

}  // namespace

TextGeneration::TextGeneration(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("text-generation", options)) {}

TextGeneration::TextGeneration(Pipeline pipeline) : pipeline_(std::move(pipeline)) {
  if (pipeline_.task() == "text-generation") return;
  throw Error(ErrorCode::invalid_argument,
              "TextGeneration needs a pipeline of text-generation, got one of " +
                  std::string(pipeline_.task()) + ".");
}

GenerationResult TextGeneration::operator()(std::string_view prompt,
                                            const TextGenerationOptions& options,
                                            const GenerationCallbacks& callbacks) const {
  const auto& task = task_of<TextGenerationTask>(pipeline_);
  return task.run_one(prompt, call_options(task, options), callbacks);
}

std::vector<GenerationResult> TextGeneration::operator()(
    std::span<const std::string_view> prompts, const TextGenerationOptions& options,
    const GenerationCallbacks& callbacks) const {
  const auto& task = task_of<TextGenerationTask>(pipeline_);
  return task.run(prompts, call_options(task, options), callbacks);
}

GenerationResult TextGeneration::chat(const Json& messages, const TextGenerationOptions& options,
                                      const GenerationCallbacks& callbacks) const {
  const auto& task = task_of<TextGenerationTask>(pipeline_);
  return task.run_chat(messages, call_options(task, options), callbacks);
}

const ChatTemplate& TextGeneration::chat_template() const {
  return task_of<TextGenerationTask>(pipeline_).chat_template();
}

}  // namespace penstock
