// SPDX-License-Identifier: Apache-2.0
#include "ort/weight_memory.hpp"

#include <cstdlib>
#include <new>

#include "sdk/huge_pages.hpp"

namespace penstock::ort {
namespace {

constexpr std::size_t kLarge = std::size_t{64} << 10;
constexpr std::size_t kAlignment = 64;  // of everything that ONNX Runtime's kernels read
// What the struct below fills in (Reserve came with 1.18); later members stay unread.
constexpr std::uint32_t kFilledSince = 18;

struct WeightMemory : OrtAllocator {
  explicit WeightMemory(OrtMemoryInfo* memory) : OrtAllocator{}, info(memory) {
    version = kFilledSince;
    Alloc = allocate;
    Reserve = allocate;
    Free = release;
    Info = describe;
  }

  // Throws as ONNX Runtime's own allocators do.
  static void* ORT_API_CALL allocate(OrtAllocator* self, std::size_t size) {
    void* block = nullptr;
    if (size >= kLarge) block = static_cast<WeightMemory*>(self)->pages.allocate(size);
    if (block == nullptr && ::posix_memalign(&block, kAlignment, size > 0 ? size : 1) != 0)
      throw std::bad_alloc();
    return block;
  }
  static void ORT_API_CALL release(OrtAllocator* self, void* block) {
    if (block != nullptr && !static_cast<WeightMemory*>(self)->pages.release(block))
      std::free(block);
  }
  static const OrtMemoryInfo* ORT_API_CALL describe(const OrtAllocator* self) {
    return static_cast<const WeightMemory*>(self)->info;
  }

  OrtMemoryInfo* info;
  sdk::HugePages pages;
};

WeightMemory* make(const OrtApi& api) {
  OrtMemoryInfo* info = nullptr;
  if (OrtStatus* status = api.CreateCpuMemoryInfo(OrtDeviceAllocator, OrtMemTypeDefault, &info)) {
    api.ReleaseStatus(status);
    return nullptr;
  }
  return new WeightMemory(info);
}

}  // namespace

OrtAllocator* weight_memory(const OrtApi& api) {
  static WeightMemory* const memory = make(api);
  return memory;
}

}  // namespace penstock::ort
