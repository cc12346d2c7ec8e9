// SPDX-License-Identifier: Apache-2.0
// Any text on a tokenizer of each kind: the kernels answer as the interpreter does.
#include <string>
#include <vector>

#include "core/utf8.hpp"
#include "fuzz/engines.hpp"
#include "fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  if (size == 0) return 0;
  fuzz::answer([&] {
    const std::string text = utf8::to_valid_lossy(fuzz::text_of(data + 1, size - 1));
    const EngineSequence sequence{text, {}};
    const EngineEncoding fast =
        fuzz::engine(data[0], true)
            .encode(sequence, std::nullopt, true, std::nullopt, std::nullopt);
    // Its token texts live only until the next call on this thread.
    const std::vector<std::string> tokens(fast.tokens.begin(), fast.tokens.end());
    const EngineEncoding plain =
        fuzz::engine(data[0], false)
            .encode(sequence, std::nullopt, true, std::nullopt, std::nullopt);
    fuzz::require(fast.ids == plain.ids, "a kernel gives the interpreter's ids");
    fuzz::require(tokens == std::vector<std::string>(plain.tokens.begin(), plain.tokens.end()),
                  "a kernel gives the interpreter's tokens");
    fuzz::require(fast.offsets == plain.offsets, "a kernel gives the interpreter's offsets");
    fuzz::require(fast.words == plain.words, "a kernel gives the interpreter's words");
    for (const Offsets& offset : fast.offsets)
      fuzz::require(offset.begin <= offset.end && offset.end <= text.size(),
                    "offsets lie inside the text");
    fuzz::answer([&] { (void)fuzz::engine(data[0], true).decode(fast.ids, true); });
  });
  return 0;
}
