/* SPDX-License-Identifier: Apache-2.0
 * The least that a C program does to run a BERT classifier on OpenVINO: the bar for Penstock.
 *   bare_ov LIBOPENVINO_C MODEL_FOLDER [--once]    (--once: one 1x32 run, print its logits) */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "worker.h"
#include <openvino/c/openvino.h>

#define SYMBOLS(X)                                                                              \
  X(ov_core_create) X(ov_core_read_model) X(ov_core_compile_model)                              \
  X(ov_compiled_model_create_infer_request) X(ov_tensor_create_from_host_ptr) X(ov_tensor_free) \
  X(ov_infer_request_set_tensor) X(ov_infer_request_infer) X(ov_infer_request_get_output_tensor) \
  X(ov_tensor_data) X(ov_get_last_err_msg) X(ov_shape_create) X(ov_shape_free)
#define DECLARE(name) static __typeof__(name)* p_##name;
SYMBOLS(DECLARE)

static void check(ov_status_e status) {
  if (status == OK) return;
  fprintf(stderr, "%s\n", p_ov_get_last_err_msg());
  exit(1);
}

typedef struct {
  ov_infer_request_t* request;
  float logits[64];
} Model;

static int64_t ids[kMaxTokens], mask[kMaxTokens], types[kMaxTokens];

static void run(void* context, int batch, int length) {
  static const char* const inputs[] = {"input_ids", "attention_mask", "token_type_ids"};
  Model* model = context;
  int64_t* const data[] = {ids, mask, types};
  const int64_t dims[] = {batch, length};
  ov_tensor_t* tensors[3];
  ov_tensor_t* output = NULL;
  ov_shape_t shape;
  void* logits;
  fill_ids(ids, mask, types, batch, length);
  check(p_ov_shape_create(2, dims, &shape));
  for (int i = 0; i < 3; ++i) {
    check(p_ov_tensor_create_from_host_ptr(I64, shape, data[i], &tensors[i]));
    check(p_ov_infer_request_set_tensor(model->request, inputs[i], tensors[i]));
  }
  p_ov_shape_free(&shape);
  check(p_ov_infer_request_infer(model->request));
  check(p_ov_infer_request_get_output_tensor(model->request, &output));
  check(p_ov_tensor_data(output, &logits));
  memcpy(model->logits, logits, sizeof(float) * 2 * (size_t)batch);
  p_ov_tensor_free(output);
  for (int i = 0; i < 3; ++i) p_ov_tensor_free(tensors[i]);
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  void* library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return fprintf(stderr, "%s\n", dlerror()), 1;
#define RESOLVE(name) p_##name = (__typeof__(name)*)dlsym(library, #name);
  SYMBOLS(RESOLVE)
  char path[4096];
  snprintf(path, sizeof path, "%s/openvino_model.xml", argv[2]);
  ov_core_t* core;
  ov_model_t* graph;
  ov_compiled_model_t* compiled;
  Model model;
  check(p_ov_core_create(&core));
  check(p_ov_core_read_model(core, path, NULL, &graph));
  check(p_ov_core_compile_model(core, graph, "CPU", 4, &compiled, "INFERENCE_PRECISION_HINT", "f32",
                                "PERFORMANCE_HINT", "LATENCY"));
  check(p_ov_compiled_model_create_infer_request(compiled, &model.request));
  if (argc > 3 && strcmp(argv[3], "--once") == 0) {
    run(&model, 1, 32);
    printf("%f %f\n", (double)model.logits[0], (double)model.logits[1]);
  } else {
    serve(run, &model);
  }
  fflush(stdout);
  _Exit(0);
}
