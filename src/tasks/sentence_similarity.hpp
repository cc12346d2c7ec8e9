// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <penstock/similarity.hpp>
#include <penstock/tensor.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "models/sentence_config.hpp"
#include "tasks/text_task.hpp"

// sentence-similarity: one vector for each text, and how alike texts are by them.
//
// Models: encoders, with or without the modules of sentence-transformers; outputs
// last_hidden_state or token_embeddings, pooled here, or a finished sentence_embedding.
//   {"source_sentence": "Hello", "sentences": ["Hi", "Bye"]} -> [0.83, 0.41]
//   "Hello" -> [0.031, -0.012, ...]

namespace penstock {

struct SentenceSimilarityTaskOptions : CallOptions {
  std::string prompt;             // in front of every text
  std::size_t prompt_tokens = 0;  // those left out of the pooling
  bool normalize_embeddings = false;
  std::optional<std::size_t> truncate_dim;
  SimilarityFunction similarity = SimilarityFunction::cosine;
};

// Texts of one input; `compared`: the first one with each of the others.
struct SentenceInput {
  std::vector<std::string_view> texts;
  bool compared = false;
};

struct SentenceVectors {
  std::vector<std::vector<float>> rows;  // one a text
  bool compared = false;
};

class SentenceSimilarityTask final
    : public TextTask<SentenceSimilarityTaskOptions, SentenceInput, SentenceVectors> {
 public:
  explicit SentenceSimilarityTask(const TaskResources& resources);

  // Sets the prompt and what follows from it.
  void set_prompt(Options& options, std::string prompt) const;
  [[nodiscard]] const SentenceConfig& sentence_config() const noexcept { return sentence_; }
  [[nodiscard]] SimilarityFunction model_similarity() const noexcept { return similarity_; }

 private:
  void apply(ParameterSet& parameters, Options& options) const override;
  [[nodiscard]] SentenceInput parse(const Json& item, const Options& options) const override;
  [[nodiscard]] std::vector<Encoding> preprocess(const SentenceInput& input,
                                                 const Options& options) const override;
  [[nodiscard]] SentenceVectors postprocess(const SentenceInput& input,
                                            std::span<const Encoding> features,
                                            std::span<const RowOutputs> rows,
                                            const Options& options) const override;
  [[nodiscard]] Json to_json(SentenceVectors vectors, const Options& options) const override;

  [[nodiscard]] Encoding encoded(std::string_view text) const;
  [[nodiscard]] std::vector<float> pooled(const RowOutputs& row, std::size_t skipped) const;
  [[nodiscard]] std::vector<float> embedding(const RowOutputs& row, const Options& options) const;
  void choose_output();

  // What the graph's output is: vectors of tokens, one vector to be worked on, or the final one.
  enum class Output { tokens, pooled, finished };

  SentenceConfig sentence_;
  SimilarityFunction similarity_;
  std::optional<std::size_t> max_length_;
  std::string output_name_;
  Output output_ = Output::tokens;
};

[[nodiscard]] std::unique_ptr<const Task> make_sentence_similarity(const TaskResources& resources);

}  // namespace penstock
