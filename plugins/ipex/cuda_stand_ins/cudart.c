/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for libcudart.so.12, which torch's wheels need to be loaded, on machines without it:
 * the functions that libtorch_cpu names, each of which answers that there is no device. */

enum { NO_DEVICE = 100 }; /* cudaErrorNoDevice */

int cudaDriverGetVersion(int* version) {
  if (version) *version = 0;
  return NO_DEVICE;
}

int cudaRuntimeGetVersion(int* version) {
  if (version) *version = 0;
  return NO_DEVICE;
}

int cudaGetDeviceCount(int* count) {
  if (count) *count = 0;
  return NO_DEVICE;
}

int cudaGetDeviceProperties_v2(void* properties, int device) {
  (void)properties;
  (void)device;
  return NO_DEVICE;
}

const char* cudaGetErrorString(int error) {
  (void)error;
  return "no CUDA device";
}
