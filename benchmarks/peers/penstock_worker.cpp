// SPDX-License-Identifier: Apache-2.0
// Penstock as a library under compare.py: typed text-classification, texts in, labels out.
//   penstock_worker ACCELERATOR MODEL_FOLDER [TORCH_DTYPE]
#include <cstdio>
#include <penstock/text_classification.hpp>
#include <string>
#include <vector>

#include "worker.h"

namespace {

struct Worker {
  penstock::TextClassification classify;
  std::vector<std::string> texts;
  std::vector<penstock::TextPair> inputs;
};

// A text of `length` tokens with the two special ones: "the the ... the".
std::string text_of(int length) {
  std::string text = "the";
  for (int i = 3; i < length; ++i) text += " the";
  return text;
}

void call(void* context, int batch, int length) {
  auto& worker = *static_cast<Worker*>(context);
  if (batch == 1) {
    worker.texts.resize(1);
    if (worker.texts[0].size() != static_cast<std::size_t>(4 * (length - 2) - 1)) {
      worker.texts[0] = text_of(length);
    }
    if (worker.classify(worker.texts[0]).empty()) std::exit(1);
    return;
  }
  worker.texts.assign(static_cast<std::size_t>(batch), text_of(length));
  worker.inputs.assign(worker.texts.size(), {});
  for (std::size_t i = 0; i < worker.texts.size(); ++i) worker.inputs[i].text = worker.texts[i];
  const penstock::TextClassificationOptions options{.batch_size = worker.texts.size()};
  if (worker.classify(worker.inputs, options).size() != worker.texts.size()) std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  try {
    penstock::PipelineOptions options{.model = argv[2], .accelerator = argv[1]};
    if (argc > 3) options.torch_dtype = argv[3];
    Worker worker{penstock::TextClassification(options), {}, {}};
    serve(call, &worker);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
