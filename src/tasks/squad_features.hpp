// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <penstock/tokenizer.hpp>
#include <string>
#include <string_view>
#include <vector>

// How question-answering reads a context with a tokenizer that knows no offsets:
// transformers.data.processors.squad, word by word.

namespace penstock {

// A context split at whitespace.
struct SquadWords {
  std::vector<std::string> words;
  // For each code point, the word that it is in or follows; -1 before the first.
  std::vector<std::int64_t> word_of;

  explicit SquadWords(std::string_view context);

  // What the reference reports of an answer: from the first code point of the first word to the
  // last that belongs to the last word, the whitespace behind it among them.
  [[nodiscard]] Offsets reach(std::size_t first, std::size_t last) const;
  [[nodiscard]] std::string text(std::size_t first, std::size_t last) const;
};

struct SquadLimits {
  std::size_t max_seq_len = 384;
  std::size_t doc_stride = 128;
  std::size_t max_question_len = 64;
};

// squad_convert_examples_to_features: windows of max_seq_len tokens, padded to it. In each,
// sequence_ids is 1 for the tokens that an answer may begin or end at and word_ids names their
// word; both are kNone for all others.
// Throws Error{unsupported} for a tokenizer that does not mark a pair as [CLS] a [SEP] b [SEP].
[[nodiscard]] std::vector<Encoding> squad_windows(const Tokenizer& tokenizer,
                                                  std::string_view question,
                                                  const SquadWords& context,
                                                  const SquadLimits& limits);

}  // namespace penstock
