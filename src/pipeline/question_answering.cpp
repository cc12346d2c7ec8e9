// SPDX-License-Identifier: Apache-2.0
#include "tasks/question_answering.hpp"

#include <penstock/question_answering.hpp>

#include "pipeline/typed_call.hpp"

namespace penstock {
namespace {

QuestionAnsweringTaskOptions task_options(const QuestionAnsweringOptions& options) {
  QuestionAnsweringTaskOptions result;
  result.batch_size = options.batch_size;
  result.top_k = QuestionAnsweringTask::checked_top_k(signed_count(options.top_k));
  result.max_answer_len =
      QuestionAnsweringTask::checked_answer_len(signed_count(options.max_answer_len));
  result.max_seq_len = options.max_seq_len;
  result.doc_stride = options.doc_stride;
  result.handle_impossible_answer = options.handle_impossible_answer;
  result.align_to_words = options.align_to_words;
  return result;
}

}  // namespace

QuestionAnswering::QuestionAnswering(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("question-answering", options)) {}

std::vector<Answer> QuestionAnswering::operator()(const Question& question) const {
  const auto& task = task_of<QuestionAnsweringTask>(pipeline_);
  return task.run_one(QuestionAnsweringTask::checked(question), task.defaults());
}

std::vector<Answer> QuestionAnswering::operator()(const Question& question,
                                                  const QuestionAnsweringOptions& options) const {
  return task_of<QuestionAnsweringTask>(pipeline_).run_one(QuestionAnsweringTask::checked(question),
                                                           task_options(options));
}

std::vector<std::vector<Answer>> QuestionAnswering::operator()(
    std::span<const Question> questions, const QuestionAnsweringOptions& options) const {
  for (const Question& question : questions) (void)QuestionAnsweringTask::checked(question);
  return task_of<QuestionAnsweringTask>(pipeline_).run(questions, task_options(options));
}

}  // namespace penstock
