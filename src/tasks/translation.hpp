// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "tasks/text2text_generation.hpp"

// translation: the text in another language.
//   "How are you?" -> [{"translation_text": "Comment allez-vous ?"}]
//
// Languages: the parameters src_lang and tgt_lang, else the task's name (translation_en_to_fr). As
// in the reference, the name counts again in each call that gives neither.
// Tokenizers that know languages (mBART, NLLB, M2M100) need both; for others the name only chooses
// the prefix in config.json.

namespace penstock {

class TranslationTask final : public Text2TextGenerationTask {
 public:
  explicit TranslationTask(const TaskResources& resources);

 private:
  void check_lengths(std::size_t input_length, const GenerationConfig& config) const override;
  [[nodiscard]] std::span<const std::string_view> further_parameters() const override;
  void apply(ParameterSet& parameters, Text2TextOptions& options) const override;
  void complete(Text2TextOptions& options, const Json& generate) const override;

  std::optional<std::pair<std::string, std::string>> languages_;  // of the task's name
};

[[nodiscard]] std::unique_ptr<const Task> make_translation(const TaskResources& resources);

}  // namespace penstock
