// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/word_kernel.hpp"

#include <vector>

#include "tokenizer/kernels/bert_scanner.hpp"
#include "tokenizer/kernels/piece_writer.hpp"
#include "tokenizer/kernels/rare_piece.hpp"
#include "tokenizer/kernels/scanned_pieces.hpp"
#include "tokenizer/models/word_piece.hpp"

namespace penstock::kernels {
namespace {

class WordKernel final : public Kernel {
 public:
  explicit WordKernel(const models::WordPiece& model)
      : model_(model), owner_(PieceCache::next_owner()) {}

  std::uint32_t tokenize(const NormalizedString& piece, std::uint32_t word, TextArena& arena,
                         TokenBuffer& out) const override {
    return with_byte_map(piece, out,
                         [&]<ByteMap Map>() { return run<Map>(piece, word, arena, out); });
  }

 private:
  template <ByteMap Map>
  std::uint32_t run(const NormalizedString& piece, std::uint32_t word, TextArena& arena,
                    TokenBuffer& out) const {
    PieceCache& cache = PieceCache::of_thread(owner_);
    LongPieceCache& long_cache = LongPieceCache::of_thread(owner_);
    PieceWriter<Map> writer(piece, word, arena, out);
    const std::string_view text = piece.text();
    const char* const end = text.data() + text.size();
    ScannedPieces ahead;
    for (const char* at = BertScanner::skip(text.data(), end); at < end;) {
      for (ahead.clear(); at < end && !ahead.full();) {
        const char* const next = BertScanner::next(at, end);
        ahead.add(at, next, end, cache);
        at = BertScanner::skip(next, end);
      }
      for (const ScannedPiece& one : ahead.pieces()) {
        const auto place = static_cast<std::uint32_t>(one.at - text.data());
        const PieceCache::Entry* entry = one.is_short() ? cache.find(one.key) : nullptr;
        if (entry != nullptr) {
          writer.write(*entry, place);
          continue;
        }
        write_rare({one.at, one.size}, place, one.is_short() ? &one.key : nullptr, cache,
                   long_cache, writer, [this](std::string_view bytes, std::vector<Token>& tokens) {
                     model_.tokenize_uncached(bytes, tokens);
                   });
      }
    }
    return writer.word() - word;
  }

  const models::WordPiece& model_;
  std::uint64_t owner_;
};

}  // namespace

std::unique_ptr<Kernel> make_word_kernel(const models::WordPiece& model) {
  return std::make_unique<WordKernel>(model);
}

}  // namespace penstock::kernels
