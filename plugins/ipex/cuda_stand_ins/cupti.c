/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for libcupti.so.12, CUDA's profiler, which torch's wheels need to be loaded, on machines
 * without it. Nothing here is called unless a program profiles a CUDA device. */

enum { NOT_INITIALIZED = 15 }; /* CUPTI_ERROR_NOT_INITIALIZED */

#define REFUSE(name) \
  int name(void) { return NOT_INITIALIZED; }

REFUSE(cuptiActivityDisable)
REFUSE(cuptiActivityEnable)
REFUSE(cuptiActivityEnableDriverApi)
REFUSE(cuptiActivityEnableRuntimeApi)
REFUSE(cuptiActivityFlushAll)
REFUSE(cuptiActivityGetNextRecord)
REFUSE(cuptiActivityGetNumDroppedRecords)
REFUSE(cuptiActivityPopExternalCorrelationId)
REFUSE(cuptiActivityPushExternalCorrelationId)
REFUSE(cuptiActivityRegisterCallbacks)
REFUSE(cuptiActivityRegisterTimestampCallback)
REFUSE(cuptiActivitySetAttribute)
REFUSE(cuptiEnableCallback)
REFUSE(cuptiEnableDomain)
REFUSE(cuptiFinalize)
REFUSE(cuptiSubscribe)
REFUSE(cuptiUnsubscribe)

int cuptiGetVersion(unsigned* version) {
  if (version) *version = 0;
  return NOT_INITIALIZED;
}

int cuptiGetResultString(int result, const char** text) {
  (void)result;
  if (text) *text = "CUPTI is not installed";
  return 0;
}
