// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <penstock/results.hpp>
#include <penstock/token_classification.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "postprocess/entities.hpp"
#include "tasks/text_task.hpp"

// token-classification (ner): the tokens of a text get labels, or groups of tokens do.
//
// Models: *ForTokenClassification; output `logits` [batch, tokens, labels], labels from id2label.
//   "My name is Wolfgang", aggregation_strategy="simple"
//     -> [{"entity_group": "PER", "score": 0.99, "word": "Wolfgang", "start": 11, "end": 19}]

namespace penstock {

struct TokenClassificationTaskOptions : CallOptions {
  AggregationStrategy strategy = AggregationStrategy::none;
  std::vector<std::string> ignore_labels = {"O"};
  std::optional<std::size_t> stride;
  bool is_split_into_words = false;
  std::string delimiter = " ";
  std::vector<Offsets> offset_mapping;  // replaces the tokenizer's when not empty
};

// A text, or words with the text that they make.
struct TokenClassificationInput {
  std::string sentence;
  std::u32string characters;       // of the sentence
  std::vector<std::string> words;  // empty: the sentence is tokenized itself
  std::vector<std::uint32_t> word_starts;
};

class TokenClassificationTask final
    : public TextTask<TokenClassificationTaskOptions, TokenClassificationInput,
                      std::vector<Entity>> {
 public:
  explicit TokenClassificationTask(const TaskResources& resources);

  [[nodiscard]] Json call(const Json& inputs, const Json& parameters) const override;

  [[nodiscard]] Input text_input(std::string_view text) const;
  [[nodiscard]] Input words_input(std::span<const std::string> words,
                                  std::string_view delimiter) const;
  // Throws Error{invalid_argument} for a strategy that asks for words of a tokenizer without them.
  void check_strategy(AggregationStrategy strategy) const;
  // Throws Error{invalid_argument} for a stride that the model or the strategy asked for rules out,
  // and for such a strategy.
  void set_stride(Options& options, std::optional<std::size_t> stride,
                  std::optional<AggregationStrategy> asked_for) const;

 private:
  void apply(ParameterSet& parameters, Options& options) const override;
  [[nodiscard]] Input parse(const Json& item, const Options& options) const override;
  [[nodiscard]] std::vector<Encoding> preprocess(const Input& input,
                                                 const Options& options) const override;
  [[nodiscard]] std::vector<Entity> postprocess(const Input& input,
                                                std::span<const Encoding> windows,
                                                std::span<const RowOutputs> rows,
                                                const Options& options) const override;
  [[nodiscard]] Json to_json(std::vector<Entity> entities, const Options& options) const override;

  [[nodiscard]] ScoredToken scored_token(const Input& input, const Encoding& window,
                                         std::size_t index, const Options& options) const;

  bool has_subword_prefix_;
  std::optional<std::uint32_t> unk_token_id_;
  EntityVocabulary vocabulary_;
};

[[nodiscard]] std::unique_ptr<const Task> make_token_classification(const TaskResources& resources);

}  // namespace penstock
