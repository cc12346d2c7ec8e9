// SPDX-License-Identifier: Apache-2.0
// A translation that is printed while it is written.
//
//     $ example_140_translation models/t5-small translation_en_to_fr [TOKENIZER]
//     Comment allez-vous ?
//     17 tokens, first after 9 ms
#include <chrono>
#include <cstdio>
#include <penstock/translation.hpp>
#include <string>

int main(int argc, char** argv) {
  penstock::PipelineOptions options = {.model = argc > 1 ? argv[1] : "models/t5-small"};
  const std::string task = argc > 2 ? argv[2] : "translation_en_to_fr";
  if (argc > 3) options.tokenizer = argv[3];
  const penstock::Translation translate(options, task);

  penstock::GenerationCallbacks callbacks;
  callbacks.on_text = [](const penstock::GeneratedText& piece) {
    std::fwrite(piece.text.data(), 1, piece.text.size(), stdout);
    std::fflush(stdout);
  };
  // Beams decide at the end what they write; one beam can be watched.
  const penstock::Json parameters = {{"num_beams", 1}, {"max_new_tokens", 32}};
  const penstock::GenerationResult result = translate("How are you?", parameters, callbacks);

  const auto first = std::chrono::duration<double, std::milli>(result.timings.first_token);
  std::printf("\n%zu tokens, first after %.0f ms\n", result.timings.new_tokens, first.count());
  return 0;
}
