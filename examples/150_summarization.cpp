// SPDX-License-Identifier: Apache-2.0
// Long texts made short, two at a time.
//
//     $ example_150_summarization models/bart-sum
//     The fox jumps over the dog.
//     A town has a new cafe.
#include <cstdio>
#include <penstock/summarization.hpp>
#include <string_view>
#include <vector>

int main(int argc, char** argv) {
  const penstock::Summarization summarize({.model = argc > 1 ? argv[1] : "models/bart-sum"});

  const std::vector<std::string_view> texts = {"the quick brown fox jumps over the lazy dog",
                                               "we see the town and the dogs over there"};
  const penstock::Json parameters = {{"max_new_tokens", 16}, {"num_beams", 2}, {"batch_size", 2}};
  for (const penstock::GenerationResult& result : summarize(texts, parameters)) {
    std::puts(result.sequences.front().text.c_str());
  }
  return 0;
}
