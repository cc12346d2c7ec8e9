// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <penstock/question_answering.hpp>
#include <penstock/results.hpp>
#include <string>
#include <vector>

#include "postprocess/spans.hpp"
#include "tasks/squad_features.hpp"
#include "tasks/text_task.hpp"

// question-answering: the stretch of a context that answers a question.
//
// Models: *ForQuestionAnswering; outputs `start_logits` and `end_logits` [batch, tokens]. A context
// that is too long is read in windows.
//   {"question": "Where do I live?", "context": "I live in Berlin"}
//     -> {"score": 0.92, "start": 10, "end": 16, "answer": "Berlin"}

namespace penstock {

struct QuestionAnsweringTaskOptions : CallOptions {
  std::size_t top_k = 1;
  std::size_t max_answer_len = 15;
  std::optional<std::size_t> max_seq_len;
  std::optional<std::size_t> doc_stride;
  std::size_t max_question_len = 64;  // looked at with slow tokenizers alone
  bool handle_impossible_answer = false;
  bool align_to_words = true;
  PaddingStrategy padding = PaddingStrategy::do_not_pad;
};

class QuestionAnsweringTask final
    : public TextTask<QuestionAnsweringTaskOptions, Question, std::vector<Answer>> {
 public:
  explicit QuestionAnsweringTask(const TaskResources& resources);

  [[nodiscard]] Json call(const Json& inputs, const Json& parameters) const override;

  // The same value; throw Error{invalid_argument} in the reference's words for a bad one.
  [[nodiscard]] static Question checked(const Question& question);
  [[nodiscard]] static std::size_t checked_top_k(std::int64_t top_k);
  [[nodiscard]] static std::size_t checked_answer_len(std::int64_t length);

 private:
  void apply(ParameterSet& parameters, Options& options) const override;
  [[nodiscard]] Question parse(const Json& item, const Options& options) const override;
  [[nodiscard]] std::vector<Encoding> preprocess(const Question& input,
                                                 const Options& options) const override;
  [[nodiscard]] std::vector<Answer> postprocess(const Question& input,
                                                std::span<const Encoding> windows,
                                                std::span<const RowOutputs> rows,
                                                const Options& options) const override;
  [[nodiscard]] Json to_json(std::vector<Answer> answers, const Options& options) const override;

  // With a tokenizer that knows no offsets answers are whole words, and equal ones stay apart.
  void add_answers_of_words(std::span<const TokenSpan> spans, const SquadWords& words,
                            const Encoding& window, std::vector<Answer>& answers) const;
  // Tokens that an answer may start or end at.
  [[nodiscard]] std::vector<std::uint8_t> allowed_tokens(const Encoding& window) const;
  [[nodiscard]] Offsets answer_offsets(const Encoding& window, std::size_t start, std::size_t end,
                                       bool align_to_words) const;

  bool question_first_;  // false for tokenizers that pad on the left
  std::uint32_t context_sequence_;
};

[[nodiscard]] std::unique_ptr<const Task> make_question_answering(const TaskResources& resources);

}  // namespace penstock
