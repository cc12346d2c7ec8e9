// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/torch_activation.hpp"
#include "tasks/text_task.hpp"

// text-ranking: how well documents answer a query, judged by a cross-encoder that reads both at
// once (sentence_transformers.CrossEncoder: rank and predict).
//
// Models: *ForSequenceClassification; output `logits` [batch, labels], one label for ranking.
//   {"query": "capital of France", "documents": ["Paris ...", "Rome ..."]}
//     -> [{"corpus_id": 0, "score": 0.97}, {"corpus_id": 1, "score": 0.02}]
//   {"text": "capital of France", "text_pair": "Paris ..."} -> 0.97

namespace penstock {

struct TextRankingTaskOptions : CallOptions {
  std::optional<std::int64_t> top_k;  // none: all; negative counts from the end, as in Python
  bool return_documents = false;
  bool apply_softmax = false;
  TorchActivation activation = nullptr;  // null: what the model's config says
};

// One query with each of its texts.
struct RankingInput {
  std::string_view query;
  std::vector<std::string_view> texts;
  bool ranked = false;  // false: one pair, whose scores are wanted as they are
};

struct RankingScores {
  std::vector<std::vector<float>> rows;  // one a text: a score for each label
  std::vector<std::string> documents;    // when they are to be returned
  bool ranked = false;
};

class TextRankingTask final : public TextTask<TextRankingTaskOptions, RankingInput, RankingScores> {
 public:
  explicit TextRankingTask(const TaskResources& resources);

  // Indices of the texts, best first, at most options.top_k of them. Throws
  // Error{invalid_argument} in the reference's words for a model of several labels.
  [[nodiscard]] std::vector<std::size_t> order(const RankingScores& scores,
                                               const Options& options) const;

 private:
  void apply(ParameterSet& parameters, Options& options) const override;
  [[nodiscard]] RankingInput parse(const Json& item, const Options& options) const override;
  [[nodiscard]] std::vector<Encoding> preprocess(const RankingInput& input,
                                                 const Options& options) const override;
  [[nodiscard]] RankingScores postprocess(const RankingInput& input,
                                          std::span<const Encoding> features,
                                          std::span<const RowOutputs> rows,
                                          const Options& options) const override;
  [[nodiscard]] Json to_json(RankingScores scores, const Options& options) const override;

  [[nodiscard]] Encoding encoded(std::string_view query, std::string_view text) const;

  std::optional<std::size_t> max_length_;
  TorchActivation activation_ = nullptr;  // null: sigmoid for one label, else none
};

[[nodiscard]] std::unique_ptr<const Task> make_text_ranking(const TaskResources& resources);

}  // namespace penstock
