// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/byte_bpe_kernel.hpp"

#include <string>
#include <utility>
#include <vector>

#include "tokenizer/byte_level_alphabet.hpp"
#include "tokenizer/kernels/bloom_scanner.hpp"
#include "tokenizer/kernels/byte_pieces.hpp"
#include "tokenizer/kernels/cased_scanner.hpp"
#include "tokenizer/kernels/deepseek_scanner.hpp"
#include "tokenizer/kernels/digits_scanner.hpp"
#include "tokenizer/kernels/pattern_scanner.hpp"
#include "tokenizer/kernels/piece_writer.hpp"
#include "tokenizer/kernels/rare_piece.hpp"
#include "tokenizer/kernels/scanned_text.hpp"
#include "tokenizer/models/bpe.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::kernels {
namespace {

template <typename Scanner>
class ByteBpeKernel final : public Kernel {
 public:
  ByteBpeKernel(Scanner scanner, bool blank_in_front, const models::Bpe& model)
      : scanner_(scanner),
        blank_in_front_(blank_in_front),
        model_(model),
        owner_(PieceCache::next_owner()) {}

  std::uint32_t tokenize(const NormalizedString& piece, std::uint32_t word, TextArena& arena,
                         TokenBuffer& out) const override {
    if (!blank_in_front_ || piece.text().starts_with(' ')) return run(piece, word, arena, out);
    NormalizedString with_blank = piece;
    with_blank.prepend(" ");
    return run(with_blank, word, arena, out);
  }

 private:
  std::uint32_t run(const NormalizedString& piece, std::uint32_t word, TextArena& arena,
                    TokenBuffer& out) const {
    const PieceCaches caches = PieceCaches::of_thread(owner_);
    return with_byte_map(piece, out, [&]<ByteMap Map>() {
      return tokenize_scanned(scanner_, BytePieces(model_), caches, piece.text(),
                              PieceWriter<Map>(piece, word, arena, out));
    });
  }

  Scanner scanner_;
  bool blank_in_front_;
  const models::Bpe& model_;
  std::uint64_t owner_;
};

// Behind pre-tokenizers that are interpreted: their pieces need no rewriting into the alphabet.
class ByteBpePieces final : public Kernel {
 public:
  // `words`: cuts the pieces, too; null where they are what the model gets.
  ByteBpePieces(const PreTokenizer& before, std::unique_ptr<Kernel> words, const models::Bpe& model)
      : before_(before),
        words_(std::move(words)),
        model_(model),
        owner_(PieceCache::next_owner()) {}

  std::uint32_t tokenize(const NormalizedString& piece, std::uint32_t word, TextArena& arena,
                         TokenBuffer& out) const override {
    thread_local PreTokenizedString pieces;
    pieces.reset(piece);
    before_.pre_tokenize_before_bytes(pieces);
    const std::uint32_t first = word;
    for (const Piece& part : pieces.pieces()) {
      if (words_ != nullptr) {
        word += words_->tokenize(part.text, word, arena, out);
        continue;
      }
      if (part.text.unchanged_is_noop()) {
        with_byte_map(part.text, out,
                      [&]<ByteMap Map>() { write<Map>(part.text, word, arena, out); });
      } else {
        write_rewritten(part.text, word, arena, out);
      }
      ++word;
    }
    return word - first;
  }

 private:
  template <ByteMap Map>
  void write(const NormalizedString& part, std::uint32_t word, TextArena& arena,
             TokenBuffer& out) const {
    const PieceCaches caches = PieceCaches::of_thread(owner_);
    PieceWriter<Map> writer(part, word, arena, out);
    const std::string_view text = part.text();
    const char* const end = text.data() + text.size();
    const bool kept = text.size() <= PieceCache::kMaxBytes;
    PieceCache::Key key{0, 0};
    if (kept) {
      key = PieceCache::key_of(text.data(), text.size(), end, false);
      if (const PieceCache::Entry* entry = caches.pieces.find(key)) {
        writer.write(*entry, 0);
        return;
      }
    }
    write_rare({text, end, 0, kept ? &key : nullptr}, caches, writer, BytePieces(model_));
  }

  // Text that aligns with nothing: rewriting it is refused, or leaves some of it out.
  void write_rewritten(NormalizedString part, std::uint32_t word, TextArena& arena,
                       TokenBuffer& out) const {
    std::vector<Token> tokens;
    part.to_byte_level();
    model_.tokenize(part.text(), tokens);
    PieceWriter<ByteMap::aligned>(part, word, arena, out).write(tokens, 0, part.text());
  }

  const PreTokenizer& before_;
  std::unique_ptr<Kernel> words_;
  const models::Bpe& model_;
  std::uint64_t owner_;
};

template <typename Scanner>
std::unique_ptr<Kernel> make(const ScanPlan& plan, const models::Bpe& model) {
  return std::make_unique<ByteBpeKernel<Scanner>>(Scanner(plan.max_digits), plan.blank_in_front,
                                                  model);
}

std::unique_ptr<Kernel> make_pieces(const ScanPlan& plan, const models::Bpe& model) {
  std::unique_ptr<Kernel> words;
  if (plan.words_in_pieces) words = make<PatternScanner<false, false>>({}, model);
  return std::make_unique<ByteBpePieces>(*plan.before, std::move(words), model);
}

}  // namespace

std::unique_ptr<Kernel> make_byte_bpe_kernel(const ScanPlan& plan, const models::Bpe& model) {
  if (!plan.to_bytes || !model.tokenizes_bytes()) return nullptr;
  using Gpt2 = PatternScanner<false, false>;
  switch (plan.kind) {
    case ScanPlan::Kind::gpt2:
      return plan.digits_apart ? make<DigitsScanner<Gpt2>>(plan, model) : make<Gpt2>(plan, model);
    case ScanPlan::Kind::cl100k:
      return plan.marks ? make<PatternScanner<true, true>>(plan, model)
                        : make<PatternScanner<true, false>>(plan, model);
    case ScanPlan::Kind::o200k: return make<CasedScanner<true>>(plan, model);
    case ScanPlan::Kind::tekken: return make<CasedScanner<false>>(plan, model);
    case ScanPlan::Kind::deepseek: return make<DeepSeekScanner>(plan, model);
    case ScanPlan::Kind::bloom: return make<BloomScanner>(plan, model);
    case ScanPlan::Kind::pieces: return make_pieces(plan, model);
    default: return nullptr;
  }
}

}  // namespace penstock::kernels
