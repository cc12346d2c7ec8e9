// SPDX-License-Identifier: Apache-2.0
// A model's vector for each token of a text, not pooled.
//
//     $ example_120_features models/minilm
//     3 tokens, 384 numbers each; the first begins with 0.12
#include <cstdio>
#include <penstock/feature_extraction.hpp>

int main(int argc, char** argv) {
  const penstock::FeatureExtraction extract({.model = argc > 1 ? argv[1] : "models/minilm"});
  const penstock::Tensor features = extract("Hello", {.truncation = true});
  std::printf("%lld tokens, %lld numbers each; the first begins with %.2f\n",
              static_cast<long long>(features.dim(1)), static_cast<long long>(features.dim(2)),
              static_cast<double>(features.values<float>()[0]));
  return 0;
}
