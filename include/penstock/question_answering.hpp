// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <penstock/pipeline.hpp>
#include <penstock/results.hpp>
#include <span>
#include <string_view>
#include <vector>

// Typed calls of question-answering (transformers' QuestionAnsweringPipeline).
//
//     penstock::QuestionAnswering ask({.model = "models/squad"});
//     penstock::Answer best = ask({.question = "Where do I live?",
//                                  .context = "My name is Wolfgang and I live in Berlin"}).at(0);

namespace penstock {

// Both must not be empty.
struct Question {
  std::string_view question;
  std::string_view context;
};

struct QuestionAnsweringOptions {
  std::size_t top_k = 1;            // answers wanted, >= 1; fewer when there are not enough
  std::size_t max_answer_len = 15;  // tokens, >= 1
  // Tokens of a window, question and specials counted; none: the model's maximum, at most 384.
  std::optional<std::size_t> max_seq_len = std::nullopt;
  // Tokens of the context that neighbouring windows share; none: half a window, at most 128.
  std::optional<std::size_t> doc_stride = std::nullopt;
  bool handle_impossible_answer = false;  // let "no answer" compete
  bool align_to_words = true;             // widen answers to whole words
  // Windows run together, sorted by length; 1 never pads. None: those of one question together.
  std::optional<std::size_t> batch_size = std::nullopt;
};

// Thread-safe; copies share the model. Calls without options follow PipelineOptions::parameters;
// options given to a call count alone.
// Made, it throws as pipeline() does. A call throws Error: invalid_argument for text that is empty
// or not UTF-8 and for options out of range, backend when the runtime fails.
class QuestionAnswering {
 public:
  explicit QuestionAnswering(const PipelineOptions& options);

  // Answers by falling score.
  [[nodiscard]] std::vector<Answer> operator()(const Question& question) const;
  [[nodiscard]] std::vector<Answer> operator()(const Question& question,
                                               const QuestionAnsweringOptions& options) const;
  // One list of answers for each question, in order.
  [[nodiscard]] std::vector<std::vector<Answer>> operator()(
      std::span<const Question> questions, const QuestionAnsweringOptions& options) const;

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 private:
  Pipeline pipeline_;
};

}  // namespace penstock
