// SPDX-License-Identifier: Apache-2.0
#include "tasks/text_ranking.hpp"

#include <penstock/error.hpp>
#include <penstock/text_ranking.hpp>

#include "pipeline/typed_call.hpp"

namespace penstock {
namespace {

TextRankingTaskOptions task_options(const TextRankingTask& task,
                                    const TextRankingOptions& options) {
  TextRankingTaskOptions result = task.defaults();
  if (options.top_k) result.top_k = signed_count(*options.top_k);
  result.batch_size = options.batch_size;
  switch (options.function_to_apply) {
    case FunctionToApply::automatic: break;
    case FunctionToApply::sigmoid: result.activation = torch_activation("Sigmoid", ""); break;
    case FunctionToApply::none: result.activation = torch_activation("Identity", ""); break;
    case FunctionToApply::softmax:
      result.activation = torch_activation("Identity", "");
      result.apply_softmax = true;
      break;
  }
  return result;
}

}  // namespace

TextRanking::TextRanking(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("text-ranking", options)) {}

std::vector<RankedDocument> TextRanking::operator()(std::string_view query,
                                                    std::span<const std::string_view> documents,
                                                    const TextRankingOptions& options) const {
  const auto& task = task_of<TextRankingTask>(pipeline_);
  const TextRankingTaskOptions converted = task_options(task, options);
  const RankingInput input{query, {documents.begin(), documents.end()}, true};
  const RankingScores scores = task.run_one(input, converted);
  std::vector<RankedDocument> ranked;
  for (const std::size_t index : task.order(scores, converted)) {
    ranked.push_back({index, scores.rows[index].front()});
  }
  return ranked;
}

std::vector<std::vector<float>> TextRanking::predict(std::span<const TextPair> pairs,
                                                     const TextRankingOptions& options) const {
  const auto& task = task_of<TextRankingTask>(pipeline_);
  std::vector<RankingInput> inputs;
  for (const TextPair& pair : pairs) {
    if (!pair.text_pair) {
      throw Error(ErrorCode::invalid_argument,
                  "A cross-encoder reads two texts at once: text_pair is missing.");
    }
    inputs.push_back({pair.text, {*pair.text_pair}, false});
  }
  std::vector<std::vector<float>> scores;
  for (RankingScores& one : task.run(inputs, task_options(task, options))) {
    scores.push_back(std::move(one.rows.front()));
  }
  return scores;
}

}  // namespace penstock
