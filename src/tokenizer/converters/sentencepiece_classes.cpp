// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/sentencepiece_classes.hpp"

namespace penstock::converters {
namespace {

constexpr std::string_view kSpiece = "spiece.model";
constexpr std::string_view kBpeModel = "sentencepiece.bpe.model";
constexpr std::string_view kTokenizerModel = "tokenizer.model";

constexpr std::string_view kClsSep = "[CLS]:0 $A:0 [SEP]:0";
constexpr std::string_view kClsSepPair = "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1";
constexpr std::string_view kFairseq = "<s>:0 $A:0 </s>:0";
constexpr std::string_view kFairseqPair = "<s>:0 $A:0 </s>:0 </s>:0 $B:0 </s>:0";
constexpr std::string_view kEos = "$A:0 </s>:0";
constexpr std::string_view kEosPair = "$A:0 </s>:0 $B:0 </s>:0";

constexpr SentencePieceClass kClasses[] = {
    {"AlbertTokenizerFast", kSpiece, SlowIds::plain, FastVocabulary::number_comma,
     Components::albert, kClsSep, kClsSepPair, true, false},
    {"BarthezTokenizerFast", kBpeModel, SlowIds::plain, FastVocabulary::barthez, Components::usual,
     kFairseq, kFairseqPair},
    {"BigBirdTokenizerFast", kSpiece, SlowIds::plain, FastVocabulary::pieces, Components::usual,
     kClsSep, kClsSepPair},
    {"CamembertTokenizerFast", kBpeModel, SlowIds::camembert, FastVocabulary::camembert,
     Components::usual, kFairseq, kFairseqPair},
    {"CodeLlamaTokenizerFast", kTokenizerModel, SlowIds::plain, FastVocabulary::llama,
     Components::llama, "", ""},
    {"DebertaV2TokenizerFast", "spm.model", SlowIds::own_pieces, FastVocabulary::pieces,
     Components::deberta_v2, kClsSep, kClsSepPair},
    {"FNetTokenizerFast", kSpiece, SlowIds::plain, FastVocabulary::number_comma, Components::albert,
     kClsSep, kClsSepPair, false, true},
    {"GemmaTokenizerFast", kTokenizerModel, SlowIds::plain, FastVocabulary::gemma,
     Components::gemma, "", ""},
    {"LayoutXLMTokenizerFast", kBpeModel, SlowIds::fairseq, FastVocabulary::fairseq_tail,
     Components::usual, kFairseq, kFairseqPair, false, false, PrefixRule::always, true},
    {"LlamaTokenizerFast", kTokenizerModel, SlowIds::plain, FastVocabulary::llama,
     Components::llama, "", "", false, false, PrefixRule::llama},
    {"MBart50TokenizerFast", kBpeModel, SlowIds::fairseq, FastVocabulary::fairseq_tail,
     Components::usual, "", "", false, false, PrefixRule::always, true},
    {"MBartTokenizerFast", kBpeModel, SlowIds::fairseq, FastVocabulary::fairseq_tail,
     Components::usual, "", "", false, false, PrefixRule::always, true},
    {"MT5TokenizerFast", kSpiece, SlowIds::t5, FastVocabulary::t5, Components::usual, kEos,
     kEosPair, false, false, PrefixRule::t5},
    {"NllbTokenizerFast", kBpeModel, SlowIds::nllb, FastVocabulary::fairseq, Components::usual, "",
     ""},
    {"PegasusTokenizerFast", kSpiece, SlowIds::pegasus, FastVocabulary::pegasus,
     Components::pegasus, "", ""},
    {"ReformerTokenizerFast", kSpiece, SlowIds::plain, FastVocabulary::pieces, Components::usual,
     "", ""},
    {"RemBertTokenizerFast", "sentencepiece.model", SlowIds::plain, FastVocabulary::pieces,
     Components::rembert, kClsSep, kClsSepPair, false, true},
    {"SeamlessM4TTokenizerFast", kBpeModel, SlowIds::seamless, FastVocabulary::seamless,
     Components::usual, "", "", false, false, PrefixRule::seamless},
    {"T5TokenizerFast", kSpiece, SlowIds::t5, FastVocabulary::t5, Components::usual, kEos, kEosPair,
     false, false, PrefixRule::t5},
    {"UdopTokenizerFast", kSpiece, SlowIds::plain, FastVocabulary::pieces, Components::usual, kEos,
     kEosPair, false, false, PrefixRule::udop},
    {"XGLMTokenizerFast", kBpeModel, SlowIds::fairseq, FastVocabulary::fairseq_tail,
     Components::usual, "</s>:0 $A:0", "</s>:0 $A:0 </s>:0 </s>:0 $B:0"},
    {"XLMRobertaTokenizerFast", kBpeModel, SlowIds::fairseq, FastVocabulary::fairseq_tail,
     Components::usual, kFairseq, kFairseqPair, false, false, PrefixRule::always, true},
    {"XLNetTokenizerFast", kSpiece, SlowIds::plain, FastVocabulary::number_comma,
     Components::albert, "$A:0 <sep>:0 <cls>:2", "$A:0 <sep>:0 $B:1 <sep>:1 <cls>:2", false, false},
};

}  // namespace

const SentencePieceClass* find_sentencepiece_class(std::string_view fast_name) {
  for (const SentencePieceClass& row : kClasses) {
    if (row.fast_name == fast_name) return &row;
  }
  return nullptr;
}

}  // namespace penstock::converters
