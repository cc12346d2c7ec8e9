// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

// What the SentencePiece converters of transformers' convert_slow_tokenizer differ in.

namespace penstock::converters {

// How the ids of a slow class follow from those of its model.
enum class SlowIds : std::uint8_t {
  plain,       // the same
  own_pieces,  // the same; an added token does not take a piece's place in its vocabulary
  fairseq,     // <s> <pad> </s> <unk>, the pieces from 3 on, the class's own tokens
  nllb,        // the first four are added tokens; no tail
  seamless,    // pad, unk, bos, eos as added tokens
  camembert,   // five added tokens, then the pieces from 1 on
  pegasus,     // `offset` tokens before the pieces
  t5,          // extra_ids behind the pieces
};

// How the converter makes the vocabulary of the fast tokenizer.
enum class FastVocabulary : std::uint8_t {
  pieces,
  number_comma,  // a piece that ends in a digit and a comma is made unlikely
  barthez,       // pieces, but the unknown id is 3
  fairseq,
  fairseq_tail,  // and language codes, made-up words, a mask
  seamless,
  camembert,
  pegasus,
  t5,
  llama,
  gemma,
};

// Normalizer, pre-tokenizer and decoder.
enum class Components : std::uint8_t { usual, albert, rembert, deberta_v2, pegasus, llama, gemma };

// Where add_prefix_space and legacy come from.
enum class PrefixRule : std::uint8_t { always, seamless, udop, t5, llama };

struct SentencePieceClass {
  std::string_view fast_name;
  std::string_view file;
  SlowIds slow_ids;
  FastVocabulary vocabulary;
  Components components;
  // The post-processor: tokens and sequences with their type ids, empty where the class has none
  // or rebuilds it when it is made. Pegasus writes its own eos_token.
  std::string_view single;
  std::string_view pair;
  bool lower_case = false;    // default of do_lower_case
  bool keep_accents = false;  // default of keep_accents
  PrefixRule prefix = PrefixRule::always;
  bool mask_tail = false;  // <mask> is the last of the fairseq ids
};

// Absent (null) for a class that is not read from a SentencePiece model.
[[nodiscard]] const SentencePieceClass* find_sentencepiece_class(std::string_view fast_name);

}  // namespace penstock::converters
