// SPDX-License-Identifier: Apache-2.0
// A text continued, and the same model's words as they come.
//
//     $ example_130_text_generation models/llama
//     Once upon a time, there was a ...
//     17 tokens, 842.5 a second
#include <cstdio>
#include <penstock/text_generation.hpp>

int main(int argc, char** argv) {
  const penstock::TextGeneration generate({.model = argc > 1 ? argv[1] : "models/llama"});
  penstock::TextGenerationOptions options;
  options.max_new_tokens = 17;
  options.do_sample = false;
  const char* prompt = "Once upon a time";
  std::printf("%s", prompt);
  penstock::GenerationCallbacks callbacks;
  callbacks.on_text = [](const penstock::GeneratedText& piece) {
    std::printf("%.*s", static_cast<int>(piece.text.size()), piece.text.data());
    std::fflush(stdout);
  };
  const auto result = generate(prompt, options, callbacks);
  std::printf("\n%zu tokens, %.1f a second\n", result.timings.new_tokens,
              result.timings.tokens_per_second());
  if (!generate.chat_template().available()) return 0;
  const penstock::Json messages = {{{"role", "user"}, {"content", "Hi! Who are you?"}}};
  std::printf("%s\n", generate.chat(messages, options).sequences.front().text.c_str());
  return 0;
}
