// SPDX-License-Identifier: Apache-2.0
// The least that a C++ program does to run a TorchScript encoder on IPEX: the bar for the plug-in.
//   bare_ipex LIBINTEL_EXT_PT_CPU MODEL_FOLDER [--profiling]    torch's libraries come by
//   LD_LIBRARY_PATH
// --profiling leaves torch's executor as it is; without it the graph runs as it stands in the
// archive.
#include <c10/core/InferenceMode.h>
#include <dlfcn.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/script.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "worker.h"

namespace {

struct Model {
  torch::jit::Module module;
  torch::jit::GraphExecutor executor;
  int64_t ids[kMaxTokens], mask[kMaxTokens], types[kMaxTokens];
  float first;
};

void run(void* context, int batch, int length) {
  const c10::InferenceMode inference;
  auto& model = *static_cast<Model*>(context);
  fill_ids(model.ids, model.mask, model.types, batch, length);
  torch::jit::Stack stack = {model.module._ivalue()};
  for (int64_t* data : {model.ids, model.mask, model.types})
    stack.push_back(at::from_blob(data, {batch, length}, at::kLong));
  model.executor.run(stack);
  const auto outputs = stack[0].toGenericDict();
  model.first = outputs.begin()->value().toTensor().to(at::kFloat).data_ptr<float>()[0];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  if (dlopen(argv[1], RTLD_NOW) == nullptr) return std::fprintf(stderr, "%s\n", dlerror()), 1;
  static Model model;
  model.module = torch::jit::load(std::string(argv[2]) + "/pytorch_model.bin");
  model.module.eval();
  model.module = torch::jit::freeze(model.module);
  const bool profiling = argc > 3 && std::strcmp(argv[3], "--profiling") == 0;
  model.executor =
      torch::jit::GraphExecutor(model.module.get_method("forward").graph(), "forward",
                                profiling ? torch::jit::ExecutorExecutionMode::PROFILING
                                          : torch::jit::ExecutorExecutionMode::SIMPLE);
  for (int i = 0; i < 3; ++i) run(&model, 1, 8);
  serve(run, &model);
  std::fflush(stdout);
  std::_Exit(0);
}
