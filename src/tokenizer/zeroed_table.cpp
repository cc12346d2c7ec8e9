// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/zeroed_table.hpp"

#include <cstdint>
#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "tokenizer/huge_pages.hpp"

namespace penstock {
namespace {

constexpr std::size_t kLine = 64;
constexpr std::size_t kLargePage = std::size_t{1} << 21;

void* align(void* memory, std::size_t alignment) noexcept {
  const auto address = reinterpret_cast<std::uintptr_t>(memory);
  return static_cast<char*>(memory) + (alignment - address % alignment) % alignment;
}

}  // namespace

ZeroedMemory::ZeroedMemory(std::size_t size) {
#if defined(__linux__)
  if (size >= kLargePage) {
    const std::size_t room = size + kLargePage;
    void* const memory =
        mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    memory_ = memory;
    mapped_ = room;
    begin_ = align(memory_, kLargePage);
    advise_huge_pages(begin_, size);
    return;
  }
#endif
  memory_ = std::calloc(size + kLine, 1);
  if (memory_ == nullptr) throw std::bad_alloc();
  begin_ = align(memory_, kLine);
}

ZeroedMemory::~ZeroedMemory() {
#if defined(__linux__)
  if (mapped_ != 0) {
    munmap(memory_, mapped_);
    return;
  }
#endif
  std::free(memory_);
}

}  // namespace penstock
