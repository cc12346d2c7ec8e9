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

void Bpe::tokenize_bytes(std::string_view piece, std::vector<Token>& out) const {
  thread_local std::vector<Symbol> symbols;
  thread_local SymbolMerger merger;
  thread_local std::string text;
  out.clear();
  if (options_.ignore_merges) {
    text.clear();
    for (const char byte : piece) text += byte_level::to_utf8(static_cast<std::uint8_t>(byte));
    if (const auto whole = vocabulary_.find(text)) {
      out.push_back({*whole, 0, static_cast<std::uint32_t>(piece.size()), false});
      return;
    }
  }
  symbols.clear();
  for (const char byte : piece) {
    symbols.push_back({alphabet_ids_[static_cast<std::uint8_t>(byte)], 1});
  }
  merger.merge(merges_, symbols, 0);
  std::uint32_t begin = 0;
  for (const Symbol& symbol : symbols) {
    out.push_back({symbol.id, begin, begin + symbol.length, false});
    begin += symbol.length;
  }
  constexpr std::size_t kKeep = std::size_t{1} << 17;
  if (symbols.capacity() > kKeep) symbols = {};
  if (text.capacity() > kKeep) text = {};
}

}  // namespace penstock::models
