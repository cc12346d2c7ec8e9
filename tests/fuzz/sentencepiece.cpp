// SPDX-License-Identifier: Apache-2.0
// Any bytes as a SentencePiece model; what is accepted must also convert, load and tokenize.
#include "fuzz/target.hpp"
#include "tokenizer/converters/sentencepiece_convert.hpp"
#include "tokenizer/engine.hpp"
#include "tokenizer/tokenizer_document.hpp"
#include "tokenizer/tokenizer_json.hpp"

namespace {

void convert(const penstock::converters::SentencePieceModel& model, const char* name) {
  using namespace penstock;
  PretrainedFiles files;
  files.folder = "no such folder";
  files.tokenizer_config = FileJson{{"tokenizer_class", name}};
  TokenizerDocument document{PaddedText(converters::convert_sentencepiece(files, model))};
  const Engine engine = make_engine(document);
  const EngineSequence sequence{"the \xC3\xA9 <s> 12", {}};
  const EngineEncoding one =
      engine.encode(sequence, std::nullopt, true, std::nullopt, std::nullopt);
  fuzz::require(one.ids.size() == one.offsets.size(), "the arrays of an encoding are parallel");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  fuzz::answer([&] {
    const auto model = converters::SentencePieceModel::parse(fuzz::text_of(data, size), "input");
    fuzz::require(!model.pieces.empty(), "an accepted model has pieces");
    for (const char* name : {"T5Tokenizer", "XLMRobertaTokenizer", "LlamaTokenizer",
                             "GemmaTokenizer", "AlbertTokenizer", "PegasusTokenizer"})
      fuzz::answer([&] { convert(model, name); });
  });
  return 0;
}
