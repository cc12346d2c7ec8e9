/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PENSTOCK_BENCHMARKS_WORKER_H_
#define PENSTOCK_BENCHMARKS_WORKER_H_

/* The protocol of compare.py's workers: `ready` once loaded, then for each request line
 * "BATCHxLENGTH COUNT" one line with the nanoseconds of each call, " | ", CPU nanoseconds of all.
 */

#include <stdint.h>
#include <stdio.h>
#include <time.h>

static inline uint64_t now_ns(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* `call(context, batch, length)` runs one batch of texts of that many tokens. */
static inline void serve(void (*call)(void*, int, int), void* context) {
  int batch, length, count;
  printf("ready\n");
  fflush(stdout);
  while (scanf("%dx%d %d", &batch, &length, &count) == 3) {
    const uint64_t cpu = now_ns(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < count; ++i) {
      const uint64_t start = now_ns(CLOCK_MONOTONIC);
      call(context, batch, length);
      printf("%llu ", (unsigned long long)(now_ns(CLOCK_MONOTONIC) - start));
    }
    printf("| %llu\n", (unsigned long long)(now_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu));
    fflush(stdout);
  }
}

/* Token ids of the benchmark's text: [CLS] the the ... the [SEP] of uncased BERT vocabularies. */
enum { kClsId = 101, kSepId = 102, kTheId = 1996, kMaxTokens = 64 * 512 };

static inline void fill_ids(int64_t* ids, int64_t* mask, int64_t* types, int batch, int length) {
  for (int i = 0; i < batch * length; ++i) {
    const int column = i % length;
    ids[i] = column == 0 ? kClsId : column == length - 1 ? kSepId : kTheId;
    mask[i] = 1;
    types[i] = 0;
  }
}

#endif
