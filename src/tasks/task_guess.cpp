// SPDX-License-Identifier: Apache-2.0
#include "tasks/task_guess.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/ascii.hpp"

namespace penstock {
namespace {

using Tasks = std::array<std::string_view, 3>;

struct Head {
  std::string_view suffix;  // of the class name in "architectures"
  Tasks tasks;
};

// Longer suffixes before those that they end with.
constexpr std::array kHeads{
    Head{"ForSequenceClassification", {"text-classification"}},
    Head{"ForTokenClassification", {"token-classification"}},
    Head{"ForQuestionAnswering", {"question-answering"}},
    Head{"ForMaskedLM", {"fill-mask"}},
    Head{"ForCausalLM", {"text-generation"}},
    Head{"LMHeadModel", {"text-generation"}},
    Head{"ForCTC", {"automatic-speech-recognition"}},
    Head{"ForSpeechSeq2Seq", {"automatic-speech-recognition"}},
    Head{"ForImageClassification", {"image-classification"}},
    Head{"ForSemanticSegmentation", {"image-segmentation"}},
    Head{"ForInstanceSegmentation", {"image-segmentation"}},
    Head{"ForUniversalSegmentation", {"image-segmentation"}},
    Head{"ForImageSuperResolution", {"image-to-image"}},
    Head{"ForAudioClassification", {"audio-classification"}},
    Head{"ForObjectDetection", {"object-detection"}},
    Head{"ForDepthEstimation", {"depth-estimation"}},
    Head{"VisionEncoderDecoderModel", {"image-to-text"}},
    Head{"CLIPModel", {"zero-shot-image-classification", "feature-extraction"}},
    Head{"SiglipModel", {"zero-shot-image-classification", "feature-extraction"}},
    Head{"MTModel", {"translation", "text2text-generation"}},
    Head{"ForConditionalGeneration", {"text2text-generation", "summarization", "translation"}},
    Head{"Model", {"feature-extraction"}}};

// Sequence classifiers over sound and speech-to-text models share heads with those over text.
constexpr std::array<std::string_view, 12> kAudioTypes{"wav2vec2",
                                                       "wav2vec2-bert",
                                                       "wav2vec2-conformer",
                                                       "hubert",
                                                       "wavlm",
                                                       "unispeech",
                                                       "sew",
                                                       "sew-d",
                                                       "unispeech-sat",
                                                       "data2vec-audio",
                                                       "whisper",
                                                       "speech_to_text"};

bool names_entailment(const ModelConfig& config) {
  return std::ranges::any_of(config.id2label(), [](const auto& entry) {
    return ascii::lower(entry.second).starts_with("entail");
  });
}

Tasks tasks_of(const Head& head, const ModelConfig& config) {
  const bool audio = std::ranges::find(kAudioTypes, config.model_type()) != kAudioTypes.end();
  if (audio && head.suffix == "ForSequenceClassification") return {"audio-classification"};
  if (audio && head.suffix == "ForConditionalGeneration") return {"automatic-speech-recognition"};
  const bool entails = head.suffix == "ForSequenceClassification" && names_entailment(config);
  return entails ? Tasks{"zero-shot-classification", "text-classification"} : head.tasks;
}

}  // namespace

std::vector<std::string> guess_tasks(const ModelConfig& config) {
  std::vector<std::string> out;
  for (const std::string& architecture : config.architectures()) {
    const auto head = std::ranges::find_if(
        kHeads, [&](const Head& h) { return architecture.ends_with(h.suffix); });
    if (head == kHeads.end()) continue;
    for (const std::string_view task : tasks_of(*head, config)) {
      if (!task.empty() && std::ranges::find(out, task) == out.end()) out.emplace_back(task);
    }
  }
  return out;
}

}  // namespace penstock
