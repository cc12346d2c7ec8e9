// SPDX-License-Identifier: Apache-2.0
// How fast memory is read, which bounds generation: read_bandwidth MIB THREADS
//   in:  a line
//   out: {"small": GB/s, "huge": GB/s}
// Of MIB mebibytes in pages of 4 KiB and in huge pages, the best of three passes each, in turns, by
// THREADS threads. An empty line ends it.
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::uint64_t* map(std::size_t bytes, int advice) {
  void* mapped = ::mmap(nullptr, bytes + kHugePage, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) std::exit(1);
  const auto address = reinterpret_cast<std::uintptr_t>(mapped);
  auto* begin = static_cast<char*>(mapped) + (kHugePage - address % kHugePage) % kHugePage;
  ::madvise(begin, bytes, advice);
  std::memset(begin, 1, bytes);
  return reinterpret_cast<std::uint64_t*>(begin);
}

using Line = std::uint64_t __attribute__((vector_size(64), may_alias));

// Several sums, so that the processor waits for memory only.
#if defined(__x86_64__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
std::uint64_t
read(const std::uint64_t* words, std::size_t count) {
  const auto* lines = reinterpret_cast<const Line*>(words);
  const std::size_t end = count / 8;
  Line a{};
  Line b{};
  Line c{};
  Line d{};
  for (std::size_t i = 0; i + 4 <= end; i += 4) {
    a += lines[i];
    b += lines[i + 1];
    c += lines[i + 2];
    d += lines[i + 3];
  }
  a += b + c + d;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += a[i];
  return sum;
}

double gigabytes_per_second(const std::uint64_t* words, std::size_t bytes, std::size_t count) {
  const std::size_t part = bytes / sizeof(Line) / count * (sizeof(Line) / sizeof(std::uint64_t));
  std::vector<std::uint64_t> sums(count);
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < count; ++i)
    threads.emplace_back([&, i] { sums[i] = read(words + i * part, part); });
  for (std::jthread& thread : threads) thread.join();
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  return sums[0] == 0 ? 0 : static_cast<double>(bytes) / spent.count() / 1e9;
}

}  // namespace

int main(int count, char** values) {
  if (count != 3) return 2;
  const std::size_t bytes = std::strtoul(values[1], nullptr, 10) << 20;
  const std::size_t threads = std::max(1UL, std::strtoul(values[2], nullptr, 10));
  const std::uint64_t* small = map(bytes, MADV_NOHUGEPAGE);
  const std::uint64_t* huge = map(bytes, MADV_HUGEPAGE);
  std::cout << "ready" << std::endl;
  for (std::string line; std::getline(std::cin, line) && !line.empty();) {
    double best[2] = {};
    for (int i = 0; i < 3; ++i) {
      best[0] = std::max(best[0], gigabytes_per_second(small, bytes, threads));
      best[1] = std::max(best[1], gigabytes_per_second(huge, bytes, threads));
    }
    std::cout << "{\"small\": " << best[0] << ", \"huge\": " << best[1] << "}" << std::endl;
  }
}
