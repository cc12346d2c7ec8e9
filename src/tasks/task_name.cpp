// SPDX-License-Identifier: Apache-2.0
#include "tasks/task_name.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>

#include "core/python_text.hpp"

namespace penstock {
namespace {

constexpr std::array<std::string_view, 32> kTaskIds = {
    "audio-classification",
    "automatic-speech-recognition",
    "depth-estimation",
    "document-question-answering",
    "feature-extraction",
    "fill-mask",
    "image-classification",
    "image-feature-extraction",
    "image-segmentation",
    "image-text-to-text",
    "image-to-image",
    "image-to-text",
    "keypoint-matching",
    "mask-generation",
    "object-detection",
    "question-answering",
    "sentence-similarity",  // this and text-ranking: sentence-transformers' tasks, not
                            // transformers'
    "summarization",
    "table-question-answering",
    "text-classification",
    "text-generation",
    "text-ranking",
    "text-to-audio",
    "text2text-generation",
    "token-classification",
    "translation",
    "video-classification",
    "visual-question-answering",
    "zero-shot-audio-classification",
    "zero-shot-classification",
    "zero-shot-image-classification",
    "zero-shot-object-detection",
};

struct Alias {
  std::string_view name;
  std::string_view id;
};
constexpr std::array<Alias, 5> kAliases = {{{"ner", "token-classification"},
                                            {"rerank", "text-ranking"},
                                            {"sentiment-analysis", "text-classification"},
                                            {"text-to-speech", "text-to-audio"},
                                            {"vqa", "visual-question-answering"}}};

std::vector<std::string> split_at_underscores(std::string_view name) {
  std::vector<std::string> parts(1);
  for (const char c : name) {
    if (c == '_') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

TaskName translation(std::string_view task) {
  std::vector<std::string> parts = split_at_underscores(task);
  if (parts.size() == 4 && parts[0] == "translation" && parts[2] == "to") {
    return {"translation", std::string(task), std::pair(parts[1], parts[3])};
  }
  throw Error(ErrorCode::not_found, "Invalid translation task " + std::string(task) +
                                        ", use 'translation_XX_to_YY' format");
}

}  // namespace

TaskName normalize_task(std::string_view task) {
  for (const Alias& alias : kAliases) {
    if (task == alias.name) task = alias.id;
  }
  if (std::find(kTaskIds.begin(), kTaskIds.end(), task) != kTaskIds.end()) {
    return {std::string(task), std::string(task), std::nullopt};
  }
  if (task.starts_with("translation")) return translation(task);
  std::vector<std::string> known = known_tasks();
  known.emplace_back("translation_XX_to_YY");
  throw Error(ErrorCode::not_found,
              "Unknown task " + std::string(task) + ", available tasks are " + python_list(known));
}

std::vector<std::string> known_tasks() {
  std::vector<std::string> names(kTaskIds.begin(), kTaskIds.end());
  for (const Alias& alias : kAliases) names.emplace_back(alias.name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace penstock
