/* SPDX-License-Identifier: Apache-2.0
 * The least that a C program does to run a BERT classifier on ONNX Runtime: the bar for Penstock.
 *   bare_ort LIBONNXRUNTIME MODEL_FOLDER [--once]    (--once: one 1x32 run, print its logits) */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "worker.h"
#include <onnxruntime_c_api.h>

static const OrtApi* api;

static void check(OrtStatus* status) {
  if (status == NULL) return;
  fprintf(stderr, "%s\n", api->GetErrorMessage(status));
  exit(1);
}

typedef struct {
  OrtSession* session;
  OrtMemoryInfo* memory;
  float logits[64];
} Model;

static int64_t ids[kMaxTokens], mask[kMaxTokens], types[kMaxTokens];

static void run(void* context, int batch, int length) {
  static const char* const inputs[] = {"input_ids", "attention_mask", "token_type_ids"};
  static const char* const outputs[] = {"logits"};
  Model* model = context;
  const int64_t shape[] = {batch, length};
  int64_t* const data[] = {ids, mask, types};
  OrtValue* values[3];
  OrtValue* output = NULL;
  fill_ids(ids, mask, types, batch, length);
  for (int i = 0; i < 3; ++i) {
    check(api->CreateTensorWithDataAsOrtValue(
        model->memory, data[i], (size_t)batch * (size_t)length * sizeof(int64_t), shape, 2,
        ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64, &values[i]));
  }
  check(api->Run(model->session, NULL, inputs, (const OrtValue* const*)values, 3, outputs, 1, &output));
  float* logits;
  check(api->GetTensorMutableData(output, (void**)&logits));
  memcpy(model->logits, logits, sizeof(float) * 2 * (size_t)batch);
  api->ReleaseValue(output);
  for (int i = 0; i < 3; ++i) api->ReleaseValue(values[i]);
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  void* library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return fprintf(stderr, "%s\n", dlerror()), 1;
  const OrtApiBase* (*base)(void) = (const OrtApiBase* (*)(void))dlsym(library, "OrtGetApiBase");
  api = base()->GetApi(ORT_API_VERSION);
  char path[4096];
  snprintf(path, sizeof path, "%s/model.onnx", argv[2]);
  Model model;
  OrtEnv* env;
  OrtSessionOptions* options;
  check(api->CreateEnv(ORT_LOGGING_LEVEL_FATAL, "bare", &env));
  check(api->CreateSessionOptions(&options));
  check(api->CreateSession(env, path, options, &model.session));
  check(api->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &model.memory));
  if (argc > 3 && strcmp(argv[3], "--once") == 0) {
    run(&model, 1, 32);
    printf("%f %f\n", (double)model.logits[0], (double)model.logits[1]);
  } else {
    serve(run, &model);
  }
  fflush(stdout);
  _Exit(0);
}
