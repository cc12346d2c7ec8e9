// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tokenizer/kernels/piece_writer.hpp"

namespace penstock::kernels {

// The way of a piece that the cache of short ones has not: it is long, makes many tokens or is new.
// `key`: its key in that cache, null when it is too long for one. `tokenize(part, tokens)` asks the
// model.
template <ByteMap Map, typename Tokenize>
void write_rare(std::string_view part, std::uint32_t place, const PieceCache::Key* key,
                PieceCache& cache, LongPieceCache& long_cache, PieceWriter<Map>& writer,
                Tokenize tokenize) {
  thread_local std::vector<Token> tokens;
  const bool kept = part.size() <= LongPieceCache::kMaxBytes;
  LongPieceCache::Key long_key{};
  if (kept) {
    long_key = LongPieceCache::key_of(part, false);
    if (const LongPieceCache::Entry* entry = long_cache.find(long_key)) {
      writer.write(*entry, place, part);
      return;
    }
  }
  tokens.clear();
  tokenize(part, tokens);
  if (!(key != nullptr && cache.store(*key, tokens)) && kept) long_cache.store(long_key, tokens);
  writer.write(tokens, place, part);
}

}  // namespace penstock::kernels
