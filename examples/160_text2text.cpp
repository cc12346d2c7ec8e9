// SPDX-License-Identifier: Apache-2.0
// A text-to-text model's three best answers.
//
//     $ example_160_text2text models/t5-small
//     the answer
//     an answer
//     answer
#include <cstdio>
#include <penstock/text2text_generation.hpp>

int main(int argc, char** argv) {
  const penstock::Text2TextGeneration write({.model = argc > 1 ? argv[1] : "models/t5-small"});

  const penstock::Json parameters = {
      {"max_new_tokens", 16}, {"num_beams", 4}, {"num_return_sequences", 3}};
  const penstock::GenerationResult result =
      write("question: What is 42? context: 42 is the answer.", parameters);
  for (const penstock::GeneratedSequence& sequence : result.sequences) {
    std::puts(sequence.text.c_str());
  }
  return result.sequences.size() == 3 ? 0 : 1;
}
