// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <penstock/pipeline.hpp>
#include <penstock/results.hpp>
#include <penstock/text_classification.hpp>
#include <span>
#include <string_view>
#include <vector>

// Documents in the order in which they answer a query, judged by a cross-encoder
// (sentence_transformers.CrossEncoder).
//
//     penstock::TextRanking rank({.model = "models/ms-marco"});
//     std::vector<std::string_view> documents = {"Rome is in Italy.", "Paris is in France."};
//     for (const auto& [index, score] : rank("capital of France", documents)) ...

namespace penstock {

struct RankedDocument {
  std::size_t index = 0;  // in the list that was given ("corpus_id" in JSON)
  float score = 0.0F;
};

struct TextRankingOptions {
  std::optional<std::size_t> top_k = std::nullopt;  // best documents returned; none: all
  // automatic: what the model's config names, else sigmoid for one label and none for several.
  FunctionToApply function_to_apply = FunctionToApply::automatic;
  std::size_t batch_size = 8;  // pairs run together, sorted by length
};

// Thread-safe; copies share the model. What TextRankingOptions leaves open is as
// PipelineOptions::parameters and the model's config say, but for batch_size.
// Made, it throws as pipeline() does. A call throws Error: invalid_argument for text that is not
// UTF-8, backend when the runtime fails.
class TextRanking {
 public:
  explicit TextRanking(const PipelineOptions& options);

  // Best first; equal scores keep the order of the documents. Throws Error{invalid_argument} for a
  // model of several labels: it has predict() alone.
  [[nodiscard]] std::vector<RankedDocument> operator()(
      std::string_view query, std::span<const std::string_view> documents,
      const TextRankingOptions& options = {}) const;
  // The scores of each pair, one for each of the model's labels. Both texts must be given.
  [[nodiscard]] std::vector<std::vector<float>> predict(
      std::span<const TextPair> pairs, const TextRankingOptions& options = {}) const;

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 private:
  Pipeline pipeline_;
};

// The name that sentence-transformers gives it.
using CrossEncoder = TextRanking;

}  // namespace penstock
