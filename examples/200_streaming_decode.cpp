// SPDX-License-Identifier: Apache-2.0
// Text as its ids come, one by one, as a chat shows it: half a character is never printed.
//
//     $ example_200_streaming_decode models/sentiment
//     streaming . decode . !
#include <cstdio>
#include <penstock/tokenizer.hpp>

int main(int argc, char** argv) {
  const auto tokenizer =
      penstock::Tokenizer::from_pretrained(argc > 1 ? argv[1] : "models/sentiment");
  const auto ids = tokenizer.encode("Streaming decode!").ids;  // a model would make them

  penstock::DecodeStream stream(tokenizer, /*skip_special_tokens=*/true);
  for (const std::uint32_t id : ids) {
    if (const auto text = stream.step(id)) std::fputs(text->c_str(), stdout);
    std::fflush(stdout);
  }
  std::puts("");
}
