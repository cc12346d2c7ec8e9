// SPDX-License-Identifier: Apache-2.0
#include "tasks/registry.hpp"

#include <array>
#include <penstock/error.hpp>
#include <string>
#include <vector>

#include "core/python_text.hpp"
#include "tasks/feature_extraction.hpp"
#include "tasks/fill_mask.hpp"
#include "tasks/question_answering.hpp"
#include "tasks/sentence_similarity.hpp"
#include "tasks/summarization.hpp"
#include "tasks/text2text_generation.hpp"
#include "tasks/text_classification.hpp"
#include "tasks/text_generation.hpp"
#include "tasks/text_ranking.hpp"
#include "tasks/token_classification.hpp"
#include "tasks/translation.hpp"
#include "tasks/zero_shot_classification.hpp"

namespace penstock {
namespace {

constexpr ModelGraphs kOneGraph = ModelGraphs::single;
constexpr ModelGraphs kCausal = ModelGraphs::causal_lm;
constexpr ModelGraphs kSeq2Seq = ModelGraphs::seq2seq;

using enum Reads;

constexpr Need kNo = Need::never;
constexpr Need kYes = Need::required;

const std::array kTasks = {
    // id, factory, tokenizer, feature extractor, image processor, processor, graphs, reads
    TaskEntry{"feature-extraction", make_feature_extraction, kYes, kNo, kNo, kNo, kOneGraph,
              vectors},
    TaskEntry{"fill-mask", make_fill_mask, kYes, kNo, kNo, kNo, kOneGraph, tokens},
    TaskEntry{"question-answering", make_question_answering, kYes, kNo, kNo, kNo, kOneGraph,
              answer_bounds},
    TaskEntry{"sentence-similarity", make_sentence_similarity, kYes, kNo, kNo, kNo, kOneGraph,
              vectors},
    TaskEntry{"summarization", make_summarization, kYes, kNo, kNo, kNo, kSeq2Seq, next_tokens},
    TaskEntry{"text-classification", make_text_classification, kYes, kNo, kNo, kNo, kOneGraph,
              labels},
    TaskEntry{"text-generation", make_text_generation, kYes, kNo, kNo, kNo, kCausal, next_tokens},
    TaskEntry{"text-ranking", make_text_ranking, kYes, kNo, kNo, kNo, kOneGraph, labels},
    TaskEntry{"text2text-generation", make_text2text_generation, kYes, kNo, kNo, kNo, kSeq2Seq,
              next_tokens},
    TaskEntry{"token-classification", make_token_classification, kYes, kNo, kNo, kNo, kOneGraph,
              token_labels},
    TaskEntry{"translation", make_translation, kYes, kNo, kNo, kNo, kSeq2Seq, next_tokens},
    TaskEntry{"zero-shot-classification", make_zero_shot_classification, kYes, kNo, kNo, kNo,
              kOneGraph, labels},
};

}  // namespace

std::span<const TaskEntry> task_table() { return kTasks; }

const TaskEntry& find_task(const TaskName& name, std::string_view runtime) {
  std::vector<std::string> served;
  for (const TaskEntry& entry : kTasks) {
    if (entry.id == name.id) return entry;
    served.emplace_back(entry.id);
  }
  throw Error(ErrorCode::unsupported, "Task " + python_quoted(name.full) + " is not supported by " +
                                          std::string(runtime) + ". Only " + python_list(served) +
                                          " are supported.");
}

}  // namespace penstock
