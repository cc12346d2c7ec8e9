// SPDX-License-Identifier: Apache-2.0
// The part of a text that answers a question.
//
//     $ example_070_question_answering models/squad
//     Berlin  0.92
#include <cstdio>
#include <penstock/question_answering.hpp>

int main(int argc, char** argv) {
  const penstock::QuestionAnswering ask({.model = argc > 1 ? argv[1] : "models/squad"});
  const penstock::Question question{"Where do I live?", "My name is Wolfgang and I live in Berlin"};
  for (const penstock::Answer& answer : ask(question, {.top_k = 3})) {
    std::printf("%s  %.2f\n", answer.answer.c_str(), answer.score);
  }
  return 0;
}
