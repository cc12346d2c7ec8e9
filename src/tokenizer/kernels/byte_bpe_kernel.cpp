// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/byte_bpe_kernel.hpp"

#include <string>
#include <vector>

#include "tokenizer/byte_level_alphabet.hpp"
#include "tokenizer/kernels/cased_scanner.hpp"
#include "tokenizer/kernels/deepseek_scanner.hpp"
#include "tokenizer/kernels/pattern_scanner.hpp"
#include "tokenizer/kernels/piece_writer.hpp"
#include "tokenizer/kernels/rare_piece.hpp"
#include "tokenizer/kernels/scanned_pieces.hpp"
#include "tokenizer/models/bpe.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::kernels {
namespace {

template <typename Scanner>
class ByteBpeKernel final : public Kernel {
 public:
  ByteBpeKernel(Scanner scanner, const models::Bpe& model)
      : scanner_(scanner), model_(model), owner_(PieceCache::next_owner()) {}

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
    for (const char* at = text.data(); at < end;) {
      for (ahead.clear(); at < end && !ahead.full();) {
        const char* const next = scanner_.next(at, end);
        ahead.add(at, next, end, cache);
        at = next;
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
                     model_.tokenize_bytes(bytes, tokens);
                   });
      }
    }
    return writer.word() - word;
  }

  Scanner scanner_;
  const models::Bpe& model_;
  std::uint64_t owner_;
};

// Behind pre-tokenizers that are interpreted: their pieces need no rewriting into the alphabet.
class ByteBpePieces final : public Kernel {
 public:
  ByteBpePieces(const PreTokenizer& before, const models::Bpe& model)
      : before_(before), model_(model), owner_(PieceCache::next_owner()) {}

  std::uint32_t tokenize(const NormalizedString& piece, std::uint32_t word, TextArena& arena,
                         TokenBuffer& out) const override {
    thread_local PreTokenizedString pieces;
    pieces.reset(piece);
    before_.pre_tokenize_before_bytes(pieces);
    const std::uint32_t first = word;
    for (const Piece& part : pieces.pieces()) {
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
    PieceCache& cache = PieceCache::of_thread(owner_);
    PieceWriter<Map> writer(part, word, arena, out);
    const std::string_view text = part.text();
    const bool kept = text.size() <= PieceCache::kMaxBytes;
    PieceCache::Key key{0, 0};
    if (kept) {
      key = PieceCache::key_of(text.data(), text.size(), text.data() + text.size(), false);
      if (const PieceCache::Entry* entry = cache.find(key)) {
        writer.write(*entry, 0);
        return;
      }
    }
    write_rare(text, 0, kept ? &key : nullptr, cache, LongPieceCache::of_thread(owner_), writer,
               [this](std::string_view bytes, std::vector<Token>& tokens) {
                 model_.tokenize_bytes(bytes, tokens);
               });
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
  const models::Bpe& model_;
  std::uint64_t owner_;
};

template <typename Scanner>
std::unique_ptr<Kernel> make(const ScanPlan& plan, const models::Bpe& model) {
  return std::make_unique<ByteBpeKernel<Scanner>>(Scanner(plan.max_digits), model);
}

}  // namespace

std::unique_ptr<Kernel> make_byte_bpe_kernel(const ScanPlan& plan, const models::Bpe& model) {
  if (!plan.to_bytes || !model.tokenizes_bytes()) return nullptr;
  switch (plan.kind) {
    case ScanPlan::Kind::gpt2: return make<PatternScanner<false, false>>(plan, model);
    case ScanPlan::Kind::cl100k:
      return plan.marks ? make<PatternScanner<true, true>>(plan, model)
                        : make<PatternScanner<true, false>>(plan, model);
    case ScanPlan::Kind::o200k: return make<CasedScanner<true>>(plan, model);
    case ScanPlan::Kind::tekken: return make<CasedScanner<false>>(plan, model);
    case ScanPlan::Kind::deepseek: return make<DeepSeekScanner>(plan, model);
    case ScanPlan::Kind::pieces: return std::make_unique<ByteBpePieces>(*plan.before, model);
    default: return nullptr;
  }
}

}  // namespace penstock::kernels
