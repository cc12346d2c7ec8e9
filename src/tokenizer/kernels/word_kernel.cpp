// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/word_kernel.hpp"

#include <vector>

#include "tokenizer/kernels/bert_scanner.hpp"
#include "tokenizer/kernels/piece_writer.hpp"
#include "tokenizer/kernels/scanned_text.hpp"
#include "tokenizer/models/word_piece.hpp"

namespace penstock::kernels {
namespace {

struct Words {
  const models::WordPiece& model;

  template <ByteMap Map>
  static bool write_parts(const RarePiece& /*piece*/, const PieceCaches& /*caches*/,
                          PieceWriter<Map>& /*writer*/) {
    return false;
  }
  void tokenize(std::string_view word, std::vector<Token>& tokens) const {
    tokens.clear();
    model.tokenize_uncached(word, tokens);
  }
};

class WordKernel final : public Kernel {
 public:
  explicit WordKernel(const models::WordPiece& model)
      : model_(model), owner_(PieceCache::next_owner()) {}

  std::uint32_t tokenize(const NormalizedString& piece, std::uint32_t word, TextArena& arena,
                         TokenBuffer& out) const override {
    const PieceCaches caches = PieceCaches::of_thread(owner_);
    return with_byte_map(piece, out, [&]<ByteMap Map>() {
      return tokenize_scanned(BertScanner(), Words{model_}, caches, piece.text(),
                              PieceWriter<Map>(piece, word, arena, out));
    });
  }

 private:
  const models::WordPiece& model_;
  std::uint64_t owner_;
};

}  // namespace

std::unique_ptr<Kernel> make_word_kernel(const models::WordPiece& model) {
  return std::make_unique<WordKernel>(model);
}

}  // namespace penstock::kernels
