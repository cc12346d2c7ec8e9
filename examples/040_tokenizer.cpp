// SPDX-License-Identifier: Apache-2.0
// The tokenizer alone: ids, tokens and where they stand in the text; and back.
//
//     $ example_040_tokenizer models/sentiment
//     [CLS]      0..0
//     hello      0..5
//     ...
#include <cstdio>
#include <penstock/tokenizer.hpp>

int main(int argc, char** argv) {
  const auto tokenizer =
      penstock::Tokenizer::from_pretrained(argc > 1 ? argv[1] : "models/sentiment");
  const penstock::Encoding encoding = tokenizer.encode("Hello world, how are you?");
  for (std::size_t i = 0; i < encoding.size(); ++i) {
    const std::string token(encoding.token(i));
    std::printf("%-10s %u..%u\n", token.c_str(), encoding.offsets[i].begin,
                encoding.offsets[i].end);
  }
  std::printf("%s\n", tokenizer.decode(encoding.ids, /*skip_special_tokens=*/true).c_str());
  return 0;
}
