// SPDX-License-Identifier: Apache-2.0
// One vector for each text, and how alike the texts are.
//
//     $ example_100_sentence_similarity models/minilm
//     3 vectors of 384 numbers
//     0.77  A kitten naps.
//     0.04  Stocks fell.
#include <array>
#include <cstdio>
#include <penstock/sentence_embedder.hpp>
#include <string_view>

int main(int argc, char** argv) {
  const penstock::SentenceEmbedder embed({.model = argc > 1 ? argv[1] : "models/minilm"});
  const std::array<std::string_view, 3> texts = {"A cat sleeps.", "A kitten naps.", "Stocks fell."};
  const penstock::Tensor vectors = embed.encode(texts);
  std::printf("%lld vectors of %lld numbers\n", static_cast<long long>(vectors.dim(0)),
              static_cast<long long>(vectors.dim(1)));
  const penstock::Tensor scores = embed.similarity(vectors, vectors);
  for (std::size_t i = 1; i < texts.size(); ++i) {
    std::printf("%.2f  %.*s\n", static_cast<double>(scores.values<float>()[i]),
                static_cast<int>(texts[i].size()), texts[i].data());
  }
  return 0;
}
