// SPDX-License-Identifier: Apache-2.0
// Any ids on a tokenizer of each kind: first byte the tokenizer, then two bytes an id.
#include <vector>

#include "fuzz/engines.hpp"
#include "fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  if (size == 0) return 0;
  std::vector<std::uint32_t> ids;
  for (std::size_t i = 1; i + 1 < size; i += 2)
    ids.push_back(static_cast<std::uint32_t>(data[i]) << 8U | data[i + 1]);
  for (const bool skip_special_tokens : {false, true})
    fuzz::answer([&] { (void)fuzz::engine(data[0], true).decode(ids, skip_special_tokens); });
  return 0;
}
