// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "tokenizer/json_scanner.hpp"
#include "tokenizer/models/merge_list.hpp"
#include "tokenizer/models/unigram.hpp"
#include "tokenizer/models/vocabulary.hpp"
#include "tokenizer/text_arena.hpp"

namespace penstock::models {

// The long lists of a tokenizer.json's model, where they were read apart from the rest. A model
// takes out what it uses.
struct ModelLists {
  std::optional<Vocabulary> vocabulary;               // "vocab", as an object
  std::optional<std::vector<Unigram::Piece>> pieces;  // "vocab", as a list
  std::optional<MergeList> merges;
  TextArena escapes;  // texts of pieces and merges that the file writes with escapes
  TextArena merge_escapes;
};

// Each reads one list, from its first bracket to behind its last, as far as JsonScanner takes it.
// `bytes`: how many the vocabulary may take.
bool read_vocabulary(JsonScanner& json, std::size_t bytes, Vocabulary& vocabulary);
bool read_pieces(JsonScanner& json, JsonNumbers numbers, TextArena& escapes,
                 std::vector<Unigram::Piece>& pieces);
bool read_merges(JsonScanner& json, TextArena& escapes, MergeList& merges);

}  // namespace penstock::models
