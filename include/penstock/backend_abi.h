/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PENSTOCK_BACKEND_ABI_H_
#define PENSTOCK_BACKEND_ABI_H_

#include <stddef.h>
#include <stdint.h>

/* The table that every backend fills, built in or loaded at run time. Plain C99.
 *
 * Entry point: penstock_backend_init, see the end. Before 1.0 the ABI number must be equal on both
 * sides; from 1.0 on the table only grows, and a host fills slots past struct_size with defaults.
 *
 * Rules. No exception crosses. A call returns PENSTOCK_OK or an error code, and then `error`, when
 * not NULL, holds a message that the caller releases. Unless said otherwise, pointers passed in are
 * lent for the call only, and pointers handed out live as long as the object they came from.
 * session_run and every state_* call on different states may be made from many threads at once;
 * calls on one state are made by one thread at a time. A session is released after its states and
 * outputs. Optional slots are NULL, and `capabilities` says so. */

#ifdef __cplusplus
extern "C" {
#endif

#define PENSTOCK_BACKEND_ABI_VERSION 1u

typedef int32_t PenstockStatus;
enum {
  PENSTOCK_OK = 0,
  PENSTOCK_INVALID_ARGUMENT = 1,
  PENSTOCK_NOT_FOUND = 2,
  PENSTOCK_UNAVAILABLE = 3,
  PENSTOCK_UNSUPPORTED = 4,
  PENSTOCK_IO = 5,
  PENSTOCK_BACKEND_FAILED = 6, /* the runtime failed; its own words are in the message */
  PENSTOCK_CANCELLED = 7,
  PENSTOCK_INTERNAL = 8
};

typedef struct PenstockError {
  char* message; /* NUL-terminated UTF-8, or NULL */
  void (*release)(
      struct PenstockError* self); /* frees message; NULL when there is nothing to free */
} PenstockError;

typedef int32_t PenstockDType;
enum {
  PENSTOCK_DTYPE_UNDEFINED = 0,
  PENSTOCK_FLOAT32 = 1,
  PENSTOCK_FLOAT16 = 2,
  PENSTOCK_BFLOAT16 = 3,
  PENSTOCK_FLOAT64 = 4,
  PENSTOCK_INT8 = 5,
  PENSTOCK_UINT8 = 6,
  PENSTOCK_INT16 = 7,
  PENSTOCK_UINT16 = 8,
  PENSTOCK_INT32 = 9,
  PENSTOCK_UINT32 = 10,
  PENSTOCK_INT64 = 11,
  PENSTOCK_UINT64 = 12,
  PENSTOCK_BOOL = 13,
  PENSTOCK_STRING = 14
};

/* One input or output of a graph. */
typedef struct PenstockPort {
  const char* name;
  PenstockDType dtype;
  int32_t rank;         /* -1: not declared */
  const int64_t* shape; /* rank numbers; -1: dynamic */
} PenstockPort;

typedef struct PenstockValue PenstockValue; /* a tensor that lives in the backend */
typedef struct PenstockSession PenstockSession;
typedef struct PenstockState PenstockState; /* one sequence's state (OpenVINO: an infer request) */

/* Dense, row-major. An input is either host memory (data) or a value that an earlier run left with
 * the backend (value). An output that the caller wants in its own memory comes in with data, shape
 * and byte_size set; any other output comes in zeroed and leaves filled, to be given back by
 * release(self) when not NULL: until then its data (or value) stays valid, whatever else runs. The
 * caller may move the struct in memory before it calls release. When a run fails, every output that
 * the backend filled has been given back already. */
typedef struct PenstockTensor {
  PenstockDType dtype;
  int32_t rank;
  const int64_t* shape;
  void* data;
  uint64_t byte_size;
  PenstockValue* value;
  void (*release)(struct PenstockTensor* self);
  void* private_data; /* the backend's */
} PenstockTensor;

typedef struct PenstockKeyValue {
  const char* key;
  const char* value;
} PenstockKeyValue;

/* Keys are those of docs/backends/NAME.md; a backend refuses one that it does not know, by name. */
typedef struct PenstockSessionOptions {
  uint32_t struct_size;    /* sizeof(PenstockSessionOptions) */
  const char* model_path;  /* the graph's file, or NULL when it is in memory */
  const void* model_bytes; /* graph in memory, lent until session_create returns */
  uint64_t model_size;
  const char* external_data_folder; /* where a graph in memory finds its weights, or NULL */
  const char* device; /* "cpu", "cuda:0", "GPU.0", "AUTO"; NULL: the backend's default */
  const PenstockKeyValue* options;
  uint64_t option_count;
} PenstockSessionOptions;

/* The host's way to stop a running call. A backend with PENSTOCK_CAN_CANCEL subscribes for as long
 * as its runtime works and then returns PENSTOCK_CANCELLED. */
typedef struct PenstockCancel {
  /* stop(data) is called once, by whichever thread asks to stop; at once, before this returns, when
   * it was asked already. NULL when there is no memory: the run then goes on to its end. */
  void* (*subscribe)(const struct PenstockCancel* self, void (*stop)(void* data), void* data);
  /* After this returns, stop is not running and is not called any more. */
  void (*unsubscribe)(const struct PenstockCancel* self, void* subscription);
  void* private_data; /* the host's */
} PenstockCancel;

/* Time spent inside the runtime's own run call, in nanoseconds. */
typedef struct PenstockTimings {
  uint64_t run_ns;
} PenstockTimings;

typedef struct PenstockRunArgs {
  uint32_t struct_size;         /* sizeof(PenstockRunArgs) */
  const PenstockTensor* inputs; /* one for each of session_inputs, in that order */
  uint64_t input_count;
  PenstockTensor* outputs; /* one for each of session_outputs, in that order */
  uint64_t output_count;
  const uint8_t* keep_on_backend; /* output_count flags, or NULL: hand that output out as a value */
  PenstockState* state;           /* NULL: a stateless run */
  const PenstockCancel* cancel;   /* or NULL */
  PenstockTimings* timings;       /* or NULL */
} PenstockRunArgs;

enum { /* capabilities, or-ed */
       PENSTOCK_CAN_LOAD_FROM_MEMORY = 1u << 0,
       PENSTOCK_CAN_BIND_OUTPUTS = 1u << 1, /* honours outputs given by the caller */
       PENSTOCK_CAN_KEEP_VALUES = 1u << 2,  /* honours keep_on_backend, takes values as inputs */
       PENSTOCK_HAS_STATES = 1u << 3,       /* the state_* slots are there */
       PENSTOCK_CAN_CANCEL = 1u << 4,
       PENSTOCK_HAS_TIMINGS = 1u << 5,
       /* Takes the option logits_start=true: a decoder's graph that allows it gets one more input
        * of this name, int64 [1], the first position whose logits are computed; negative: from the
        * end. A graph that does not allow it is opened as it is. */
       PENSTOCK_CAN_START_LOGITS = 1u << 6
};

typedef struct PenstockStringList {
  const char* const* items;
  uint64_t count;
  void (*release)(struct PenstockStringList* self);
  void* private_data;
} PenstockStringList;

typedef struct PenstockBackend {
  uint32_t abi_version; /* PENSTOCK_BACKEND_ABI_VERSION */
  uint32_t struct_size; /* sizeof(PenstockBackend) */
  const char* name;     /* "ort", "ov", "ipex", ... */
  uint64_t capabilities;
  void* private_data;

  /* The runtime's version, e.g. "1.31.1"; loads it when it is not loaded yet. */
  PenstockStatus (*runtime_version)(struct PenstockBackend*, const char** version, PenstockError*);
  PenstockStatus (*devices)(struct PenstockBackend*, PenstockStringList* out, PenstockError*);

  PenstockStatus (*session_create)(struct PenstockBackend*, const PenstockSessionOptions*,
                                   PenstockSession** out, PenstockError*);
  void (*session_release)(PenstockSession*);
  PenstockStatus (*session_inputs)(PenstockSession*, const PenstockPort** ports, uint64_t* count,
                                   PenstockError*);
  PenstockStatus (*session_outputs)(PenstockSession*, const PenstockPort** ports, uint64_t* count,
                                    PenstockError*);
  PenstockStatus (*session_run)(PenstockSession*, const PenstockRunArgs*, PenstockError*);

  /* Optional: PENSTOCK_HAS_STATES. A new state is an empty sequence. */
  PenstockStatus (*state_create)(PenstockSession*, PenstockState** out, PenstockError*);
  PenstockStatus (*state_reset)(PenstockState*, PenstockError*);
  /* Row i of the state becomes what row rows[i] was (beams). */
  PenstockStatus (*state_reorder)(PenstockState*, const int32_t* rows, uint64_t count,
                                  PenstockError*);
  void (*state_release)(PenstockState*);

  /* Frees the backend's objects; every session is released before. Libraries stay loaded. */
  void (*release)(struct PenstockBackend*);
} PenstockBackend;

/* The one symbol that a plug-in exports. `abi_version` is the host's; a plug-in that cannot serve
 * it returns PENSTOCK_UNSUPPORTED and says which it has. `out` comes in zeroed, with struct_size
 * set to the host's: a plug-in writes no further than that. `library` is the path of the runtime's
 * native library that the host's detection chose. Nothing of the runtime needs to be loaded yet. */
typedef PenstockStatus (*PenstockBackendInit)(uint32_t abi_version, const char* library,
                                              PenstockBackend* out, PenstockError* error);
#define PENSTOCK_BACKEND_INIT_SYMBOL "penstock_backend_init"

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* PENSTOCK_BACKEND_ABI_H_ */
