// SPDX-License-Identifier: Apache-2.0
// Penstock as a library under throughput.py: texts in, embeddings out.
//   embed_worker ACCELERATOR MODEL_FOLDER TEXTS [bf16]
// TEXTS: one text a line. Answers each line "BATCH_SIZE PART PARTS" (texts PART, PART + PARTS, ...)
// by "WALL_NS CPU_NS FIRST_VALUE".
#include <cstdio>
#include <fstream>
#include <penstock/sentence_embedder.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "worker.h"

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  try {
    std::vector<std::string> lines;
    std::ifstream file(argv[3]);
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    penstock::PipelineOptions options{.model = argv[2]};
    options.accelerator = argv[1];
    if (argc > 4) options.torch_dtype = "bfloat16";
    const penstock::SentenceEmbedder embed(options);
    std::printf("ready\n");
    std::fflush(stdout);
    std::size_t batch = 0;
    std::size_t part = 0;
    std::size_t parts = 1;
    while (std::scanf("%zu %zu %zu", &batch, &part, &parts) == 3) {
      std::vector<std::string_view> texts;
      for (std::size_t i = part; i < lines.size(); i += parts) texts.emplace_back(lines[i]);
      const std::uint64_t wall = now_ns(CLOCK_MONOTONIC);
      const std::uint64_t cpu = now_ns(CLOCK_PROCESS_CPUTIME_ID);
      const penstock::Tensor vectors = embed.encode(texts, {.batch_size = batch});
      std::printf("%llu %llu %.6f\n",
                  static_cast<unsigned long long>(now_ns(CLOCK_MONOTONIC) - wall),
                  static_cast<unsigned long long>(now_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu),
                  static_cast<double>(vectors.values<float>()[0]));
      std::fflush(stdout);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
