// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <penstock/error.hpp>
#include <string_view>

// What one fuzz target does with one input. The same function runs under libFuzzer (preset `fuzz`)
// and under replay.cpp, which `make test` uses.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace penstock::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// An Error is an answer; every other exception ends the process.
template <typename F>
void answer(F&& run) {
  try {
    run();
  } catch (const Error&) {  // the input was refused
  }
}

// What must hold for every input. Ends the process with the reason.
inline void require(bool holds, const char* what) {
  if (holds) return;
  (void)std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

}  // namespace penstock::fuzz
