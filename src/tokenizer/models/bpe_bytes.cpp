// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "tokenizer/byte_level_alphabet.hpp"
#include "tokenizer/models/bpe.hpp"

// Byte-level pieces without the detour through the alphabet of ByteLevel.

namespace penstock::models {

void Bpe::find_alphabet_ids() {
  tokenizes_bytes_ = !(options_.dropout > 0.0F) && options_.continuing_subword_prefix.empty() &&
                     options_.end_of_word_suffix.empty();
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    alphabet_ids_[byte] = direct_ids_[byte_level::to_char(static_cast<std::uint8_t>(byte))];
    if (alphabet_ids_[byte] == kUnknown) tokenizes_bytes_ = false;
  }
}

const ByteCuts& Bpe::byte_cuts() const {
  std::call_once(cuts_made_, [this] { byte_cuts_ = std::make_unique<ByteCuts>(vocabulary_); });
  return *byte_cuts_;
}

void Bpe::tokenize_bytes(std::string_view piece, std::vector<Token>& out) const {
  if (!options_.ignore_merges || !take_whole(piece, out)) merge_bytes(piece, out);
}

bool Bpe::take_whole(std::string_view piece, std::vector<Token>& out) const {
  thread_local std::string text;
  text.clear();
  for (const char byte : piece) text += byte_level::to_utf8(static_cast<std::uint8_t>(byte));
  const auto whole = vocabulary_.find(text);
  if (whole) out.assign(1, {*whole, 0, static_cast<std::uint32_t>(piece.size()), false});
  if (text.capacity() > kMostKept) text = {};
  return whole.has_value();
}

void Bpe::merge_bytes(std::string_view piece, std::vector<Token>& out) const {
  thread_local std::vector<Symbol> symbols;
  thread_local SymbolMerger merger;
  symbols.clear();
  for (const char byte : piece) {
    symbols.push_back({alphabet_ids_[static_cast<std::uint8_t>(byte)], 1});
  }
  merger.merge(merges_, symbols, 0);
  out.clear();
  std::uint32_t begin = 0;
  for (const Symbol& symbol : symbols) {
    out.push_back({symbol.id, begin, begin + symbol.length, false});
    begin += symbol.length;
  }
  if (symbols.capacity() > kMostKept) symbols = {};
}

}  // namespace penstock::models
