// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/text2text_generation.hpp>
#include <string_view>

// Typed calls of translation (transformers' TranslationPipeline).
//
//     penstock::Translation translate({.model = "models/marian-en-fr"});
//     std::cout << translate("How are you?").sequences.front().text;
//
// Languages: "src_lang" and "tgt_lang" among the parameters, or the task's name:
//
//     penstock::Translation translate({.model = "models/t5-small"}, "translation_en_to_fr");

namespace penstock {

// The calls, their parameters and errors are Text2TextGeneration's; beside them Error
// {invalid_argument} where the model needs languages and none are given.
class Translation : public Text2TextGeneration {
 public:
  // `task`: "translation" or "translation_{source}_to_{target}". Throws Error{invalid_argument} for
  // any other.
  explicit Translation(const PipelineOptions& options, std::string_view task = "translation");
};

}  // namespace penstock
