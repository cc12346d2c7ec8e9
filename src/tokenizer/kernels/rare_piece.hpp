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
  tokens.clear();
  if (kept) long_key = LongPieceCache::key_of(part, false);
  if (!kept || !long_cache.append(long_key, tokens)) {
    tokenize(part, tokens);
    // Short ones too: the other cache gives them up sooner.
    if (kept) long_cache.store(long_key, tokens);
  }
  if (key != nullptr) (void)cache.store(*key, tokens);
  writer.write(tokens, place, part);
}

}  // namespace penstock::kernels
