/* SPDX-License-Identifier: Apache-2.0 */
/* A plug-in of a version that never was, in plain C: it serves ABI 0 only. */
#include <penstock/backend_abi.h>

static char message[] = "this plug-in serves ABI 0 only";

__attribute__((visibility("default"))) PenstockStatus penstock_backend_init(
    uint32_t abi_version, const char* library, PenstockBackend* out, PenstockError* error) {
  (void)library;
  (void)out;
  if (abi_version == 0) return PENSTOCK_INTERNAL;
  if (error != NULL) error->message = message; /* static: nothing to release */
  return PENSTOCK_UNSUPPORTED;
}
