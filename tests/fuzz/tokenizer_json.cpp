// SPDX-License-Identifier: Apache-2.0
// Any bytes as a tokenizer.json; what loads must also tokenize and decode.
#include "tokenizer/tokenizer_json.hpp"
#include "fuzz/target.hpp"
#include "tokenizer/engine.hpp"
#include "tokenizer/tokenizer_document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  fuzz::answer([&] {
    TokenizerDocument document{PaddedText(fuzz::text_of(data, size))};
    const Engine engine = make_engine(document);
    for (const std::string_view text :
         {"", "Hello, world's 12 \xC3\xA9\xE4\xBD\xA0 [CLS]", " \n\t "})
      fuzz::answer([&] {
        const EngineSequence sequence{text, {}};
        const EngineEncoding one =
            engine.encode(sequence, std::nullopt, true, engine.truncation, engine.padding);
        fuzz::require(one.ids.size() == one.tokens.size() && one.ids.size() == one.offsets.size(),
                      "the arrays of an encoding are parallel");
        fuzz::answer([&] { (void)engine.decode(one.ids, false); });
        fuzz::answer([&] {
          (void)engine.encode(sequence, sequence, true, engine.truncation, engine.padding);
        });
      });
  });
  return 0;
}
