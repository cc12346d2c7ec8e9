// SPDX-License-Identifier: Apache-2.0
// Written by tools/make_slow_tokenizer_table.py from transformers 4.57.6, tokenizers 0.22.2
// and sentencepiece 0.2.3.
// clang-format off
#include "tokenizer/tokenizer_class.hpp"

namespace penstock {
namespace {

constexpr SlowTokenizerClass kSlowClasses[] = {
    {"AlbertTokenizerFast", {{{"[CLS]"}, {"[SEP]"}, {"<unk>"}, {"[SEP]"}, {"<pad>"}, {"[CLS]"}, {"[MASK]", true, true, false}}}},
    {"BartTokenizerFast", {{{"<s>", true, false, true}, {"</s>", true, false, true}, {"<unk>", true, false, true}, {"</s>", true, false, true}, {"<pad>", true, false, true}, {"<s>", true, false, true}, {"<mask>", true, true, true}}}},
    {"BarthezTokenizerFast", {{{"<s>"}, {"</s>"}, {"<unk>"}, {"</s>"}, {"<pad>"}, {"<s>"}, {"<mask>", true, true, false}}}},
    {"BertTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"BigBirdTokenizerFast", {{{"<s>", true, false, true}, {"</s>", true, false, true}, {"<unk>", true, false, true}, {"[SEP]", true, false, true}, {"<pad>", true, false, true}, {"[CLS]", true, false, true}, {"[MASK]", true, true, true}}}},
    {"BlenderbotSmallTokenizerFast", {{{"__start__"}, {"__end__"}, {"__unk__"}, {}, {"__null__"}, {}, {}}}},
    {"BlenderbotTokenizerFast", {{{"<s>", true, false, true}, {"</s>", true, false, true}, {"<unk>", true, false, true}, {"</s>", true, false, true}, {"<pad>", true, false, true}, {"<s>", true, false, true}, {"<mask>", true, true, false}}}},
    {"CLIPTokenizerFast", {{{"<|startoftext|>", true, false, true}, {"<|endoftext|>", true, false, true}, {"<|endoftext|>", true, false, true}, {}, {"<|endoftext|>"}, {}, {}}}},
    {"CamembertTokenizerFast", {{{"<s>"}, {"</s>"}, {"<unk>"}, {"</s>"}, {"<pad>"}, {"<s>"}, {"<mask>", true, true, false}}}},
    {"CodeGenTokenizerFast", {{{"<|endoftext|>", true, false, false}, {"<|endoftext|>", true, false, false}, {"<|endoftext|>", true, false, false}, {}, {}, {}, {}}}},
    {"CodeLlamaTokenizerFast", {{{"<s>", true, false, false}, {"</s>", true, false, false}, {"<unk>", true, false, false}, {}, {}, {}, {}}}},
    {"ConvBertTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"DPRContextEncoderTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"DPRQuestionEncoderTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"DPRReaderTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"DebertaTokenizerFast", {{{"[CLS]", true, false, false}, {"[SEP]", true, false, false}, {"[UNK]", true, false, false}, {"[SEP]", true, false, false}, {"[PAD]", true, false, false}, {"[CLS]", true, false, false}, {"[MASK]", true, true, true}}}},
    {"DebertaV2TokenizerFast", {{{"[CLS]"}, {"[SEP]"}, {"[UNK]", true, false, true}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"DistilBertTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"ElectraTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"FNetTokenizerFast", {{{}, {}, {"<unk>"}, {"[SEP]", true, false, false}, {"<pad>"}, {"[CLS]", true, false, false}, {"[MASK]", true, true, false}}}},
    {"FunnelTokenizerFast", {{{"<s>"}, {"</s>"}, {"<unk>"}, {"<sep>"}, {"<pad>"}, {"<cls>"}, {"<mask>"}}}},
    {"GPT2TokenizerFast", {{{"<|endoftext|>", true, false, true}, {"<|endoftext|>", true, false, true}, {"<|endoftext|>", true, false, true}, {}, {}, {}, {}}}},
    {"GemmaTokenizerFast", {{{"<bos>", true, false, false}, {"<eos>", true, false, false}, {"<unk>", true, false, false}, {}, {"<pad>", true, false, false}, {}, {}}}},
    {"LEDTokenizerFast", {{{"<s>", true, false, true}, {"</s>", true, false, true}, {"<unk>", true, false, true}, {"</s>", true, false, true}, {"<pad>", true, false, true}, {"<s>", true, false, true}, {"<mask>", true, true, true}}}},
    {"LayoutLMTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"LayoutLMv2TokenizerFast", {{{}, {}, {"[UNK]", true, false, false}, {"[SEP]", true, false, false}, {"[PAD]", true, false, false}, {"[CLS]", true, false, false}, {"[MASK]", true, false, false}}}},
    {"LayoutLMv3TokenizerFast", {{{"<s>", true, false, true}, {"</s>", true, false, true}, {"<unk>", true, false, true}, {"</s>", true, false, true}, {"<pad>", true, false, true}, {"<s>", true, false, true}, {"<mask>", true, true, true}}}},
    {"LayoutXLMTokenizerFast", {{{"<s>"}, {"</s>"}, {"<unk>"}, {"</s>"}, {"<pad>"}, {"<s>"}, {"<mask>", true, true, false}}}},
    {"LlamaTokenizerFast", {{{"<s>", true, false, false}, {"</s>", true, false, false}, {"<unk>", true, false, false}, {}, {}, {}, {}}}},
    {"LongformerTokenizerFast", {{{"<s>", true, false, true}, {"</s>", true, false, true}, {"<unk>", true, false, true}, {"</s>", true, false, true}, {"<pad>", true, false, true}, {"<s>", true, false, true}, {"<mask>", true, true, false}}}},
    {"LxmertTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"MBart50TokenizerFast", {{{}, {"</s>"}, {"<unk>"}, {"</s>"}, {"<pad>"}, {"<s>"}, {"<mask>", true, true, true}}}},
    {"MBartTokenizerFast", {{{"<s>"}, {"</s>"}, {"<unk>"}, {"</s>"}, {"<pad>"}, {"<s>"}, {"<mask>", true, true, false}}}},
    {"MPNetTokenizerFast", {{{"<s>", true, false, false}, {"</s>", true, false, false}, {"[UNK]", true, false, false}, {"</s>", true, false, false}, {"<pad>", true, false, false}, {"<s>", true, false, false}, {"<mask>", true, true, false}}}},
    {"MT5TokenizerFast", {{{}, {"</s>", true, false, false}, {"<unk>", true, false, false}, {}, {"<pad>", true, false, false}, {}, {}}}},
    {"MobileBertTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"MvpTokenizerFast", {{{"<s>", true, false, false}, {"</s>", true, false, false}, {"<unk>", true, false, false}, {"</s>", true, false, false}, {"<pad>", true, false, false}, {"<s>", true, false, false}, {"<mask>", true, true, false}}}},
    {"NllbTokenizerFast", {{{"<s>", true, false, false}, {"</s>", true, false, false}, {"<unk>", true, false, false}, {"</s>"}, {"<pad>", true, false, false}, {"<s>"}, {"<mask>", true, true, true}}}},
    {"OpenAIGPTTokenizerFast", {{{}, {}, {"<unk>"}, {}, {}, {}, {}}}},
    {"PegasusTokenizerFast", {{{}, {"</s>"}, {"<unk>"}, {}, {"<pad>"}, {}, {"<mask_2>"}}}},
    {"Qwen2TokenizerFast", {{{}, {"<|endoftext|>", true, false, false}, {"<|endoftext|>", true, false, false}, {}, {"<|endoftext|>", true, false, false}, {}, {}}}},
    {"RealmTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"ReformerTokenizerFast", {{{}, {"</s>"}, {"<unk>"}, {}, {}, {}, {}}}},
    {"RemBertTokenizerFast", {{{"[CLS]"}, {"[SEP]"}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]", true, true, true}}}},
    {"RetriBertTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"RobertaTokenizerFast", {{{"<s>", true, false, true}, {"</s>", true, false, true}, {"<unk>", true, false, true}, {"</s>", true, false, true}, {"<pad>", true, false, true}, {"<s>", true, false, true}, {"<mask>", true, true, false}}}},
    {"SeamlessM4TTokenizerFast", {{{"<s>"}, {"</s>"}, {"<unk>"}, {"</s>"}, {"<pad>"}, {"<s>"}, {}}}},
    {"SplinterTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"SqueezeBertTokenizerFast", {{{}, {}, {"[UNK]"}, {"[SEP]"}, {"[PAD]"}, {"[CLS]"}, {"[MASK]"}}}},
    {"T5TokenizerFast", {{{}, {"</s>", true, false, false}, {"<unk>", true, false, false}, {}, {"<pad>", true, false, false}, {}, {}}}},
    {"UdopTokenizerFast", {{{}, {"</s>", true, false, false}, {"<unk>", true, false, false}, {"</s>", true, false, false}, {"<pad>", true, false, false}, {}, {}}}},
    {"WhisperTokenizerFast", {{{"<|endoftext|>", true, false, false}, {"<|endoftext|>", true, false, false}, {"<|endoftext|>", true, false, false}, {}, {}, {}, {}}}},
    {"XGLMTokenizerFast", {{{"<s>"}, {"</s>"}, {"<unk>"}, {"</s>"}, {"<pad>"}, {"<s>"}, {}}}},
    {"XLMRobertaTokenizerFast", {{{"<s>"}, {"</s>"}, {"<unk>"}, {"</s>"}, {"<pad>"}, {"<s>"}, {"<mask>", true, true, false}}}},
    {"XLNetTokenizerFast", {{{"<s>"}, {"</s>"}, {"<unk>"}, {"<sep>"}, {"<pad>"}, {"<cls>"}, {"<mask>", true, true, false}}}},
};

}  // namespace

std::span<const SlowTokenizerClass> slow_tokenizer_classes() { return kSlowClasses; }

}  // namespace penstock
