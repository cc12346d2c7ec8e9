// SPDX-License-Identifier: Apache-2.0
#include "tasks/generate_parameters.hpp"

#include <algorithm>
#include <penstock/error.hpp>

#include "tasks/parameter_set.hpp"

namespace penstock {
namespace {

void refuse_late_assistant(std::string_view key) {
  if (key != "assistant_model" && key != "assistant_tokenizer") return;
  throw Error(ErrorCode::invalid_argument,
              "`" + std::string(key) +
                  "` belongs to the construction of the pipeline, which loads the model; give it "
                  "there, among `parameters` or `model_kwargs`.");
}

}  // namespace

SplitParameters split_parameters(const Json& parameters, std::span<const std::string_view> own) {
  SplitParameters split;
  if (parameters.is_null()) return split;
  if (!parameters.is_object()) (void)ParameterSet(parameters);  // refuses it
  for (const auto& [key, value] : parameters.items()) {
    refuse_late_assistant(key);
    const bool mine = std::find(own.begin(), own.end(), key) != own.end();
    (mine ? split.own : split.generate)[key] = value;
  }
  return split;
}

std::vector<std::string> with_generate_parameters(std::span<const std::string_view> own,
                                                  const GenerationConfig& config) {
  std::vector<std::string> names(own.begin(), own.end());
  const Json generate = config.to_json();
  for (const auto& [key, value] : generate.items()) names.push_back(key);
  for (const char* name : {"assistant_model", "seed"}) names.emplace_back(name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());  // max_length is both's
  return names;
}

}  // namespace penstock
