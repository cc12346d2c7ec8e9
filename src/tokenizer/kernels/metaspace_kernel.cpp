// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/metaspace_kernel.hpp"

#include <array>
#include <string>
#include <vector>

#include "tokenizer/kernels/ascii_runs.hpp"
#include "tokenizer/kernels/long_piece_cache.hpp"
#include "tokenizer/kernels/piece_writer.hpp"
#include "tokenizer/kernels/rare_piece.hpp"
#include "tokenizer/models/unigram.hpp"

namespace penstock::kernels {
namespace {

constexpr std::string_view kMetaspace = "\xE2\x96\x81";

// Size of the delimiter at `at`: a space, U+2581 or none.
std::uint32_t delimiter_size(const char* at, const char* end) noexcept {
  if (*at == ' ') return 1;
  if (*at != kMetaspace[0] || end - at < 3) return 0;
  return at[1] == kMetaspace[1] && at[2] == kMetaspace[2] ? 3 : 0;
}

const char* find_delimiter(const char* at, const char* end) noexcept {
  for (at = find_either(at, end, ' ', kMetaspace[0]); at < end;) {
    if (delimiter_size(at, end) != 0) break;
    at = find_either(at + 1, end, ' ', kMetaspace[0]);
  }
  return at;
}

// One piece: a delimiter, in the text or put in front of it, and the word behind.
struct Word {
  std::uint32_t start;      // of the piece in the text
  std::uint32_t delimiter;  // its bytes in the text
  bool marked;              // begins with U+2581 for the model
};

// A word on its way through `run`. Where its tokens may lie is asked for before they are needed.
struct ScannedWord {
  Word word;
  std::string_view rest;         // behind the delimiter
  PieceCache::Key key;           // only of short ones
  PieceCache::Entry entry;       // a copy, as the cache moves its own; count 0: not kept
  LongPieceCache::Key long_key;  // only where the entry is missing and the word not too long

  [[nodiscard]] bool is_short() const noexcept { return rest.size() <= PieceCache::kMaxBytes; }
  [[nodiscard]] bool is_kept() const noexcept { return rest.size() <= LongPieceCache::kMaxBytes; }
};

class MetaspaceKernel final : public Kernel {
 public:
  MetaspaceKernel(ScanPlan::Prefix prefix, const models::Unigram& model)
      : prefix_(prefix), model_(model), owner_(PieceCache::next_owner()) {}

  std::uint32_t tokenize(const NormalizedString& piece, std::uint32_t word, TextArena& arena,
                         TokenBuffer& out) const override {
    if (piece.empty()) return 0;
    return with_byte_map(piece, out,
                         [&]<ByteMap Map>() { return run<Map>(piece, word, arena, out); });
  }

 private:
  template <ByteMap Map>
  std::uint32_t run(const NormalizedString& piece, std::uint32_t word, TextArena& arena,
                    TokenBuffer& out) const {
    PieceWriter<Map> writer(piece, word, arena, out);
    const Caches caches{PieceCache::of_thread(owner_), LongPieceCache::of_thread(owner_)};
    const std::string_view text = piece.text();
    const char* const end = text.data() + text.size();
    bool prefix = prefix_ == ScanPlan::Prefix::always ||
                  (prefix_ == ScanPlan::Prefix::first && piece.original_begin() == 0);
    std::array<ScannedWord, 24> ahead;
    for (const char* at = text.data(); at < end;) {
      std::size_t count = 0;
      for (; at < end && count < ahead.size(); ++count) {
        at = scan(text, at, prefix, caches.pieces, ahead[count]);
        prefix = false;
      }
      for (std::size_t i = 0; i < count; ++i) look_up(ahead[i], caches);
      for (std::size_t i = 0; i < count; ++i) write(ahead[i], caches, writer, text);
    }
    return writer.word() - word;
  }

  struct Caches {
    PieceCache& pieces;
    LongPieceCache& long_pieces;
  };

  // Reads the word at `at`; answers where the next one starts.
  static const char* scan(std::string_view text, const char* at, bool prefix,
                          const PieceCache& cache, ScannedWord& found) {
    const char* const end = text.data() + text.size();
    const std::uint32_t delimiter = delimiter_size(at, end);
    const char* const next = find_delimiter(at + delimiter, end);
    found.word = {static_cast<std::uint32_t>(at - text.data()), delimiter,
                  delimiter != 0 || prefix};
    found.rest = {at + delimiter, static_cast<std::size_t>(next - at) - delimiter};
    if (found.is_short()) {
      found.key = PieceCache::key_of(found.rest.data(), found.rest.size(), end, found.word.marked);
      cache.prefetch(found.key);
    }
    return next;
  }

  static void look_up(ScannedWord& found, const Caches& caches) {
    const PieceCache::Entry* entry = found.is_short() ? caches.pieces.find(found.key) : nullptr;
    if (entry != nullptr) {
      found.entry = *entry;
      return;
    }
    found.entry.count = 0;
    if (!found.is_kept()) return;
    found.long_key = LongPieceCache::key_of(found.rest, found.word.marked);
    caches.long_pieces.prefetch(found.long_key);
  }

  template <ByteMap Map>
  void write(const ScannedWord& found, const Caches& caches, PieceWriter<Map>& writer,
             std::string_view text) const {
    const PieceCache::Entry& entry = found.entry;
    if (entry.count == 0) {
      write_rare_word(found, caches, writer, text);
      return;
    }
    write_entry(entry, found.word, writer, text);
  }

  // Of either cache.
  template <typename Entry, ByteMap Map>
  static void write_entry(const Entry& entry, const Word& word, PieceWriter<Map>& writer,
                          std::string_view text) {
    std::uint32_t begin = 0;
    for (std::uint32_t i = 0; i < entry.count; ++i) {
      emit({entry.ids[i], begin, entry.ends[i], false}, word, writer, text);
      begin = entry.ends[i];
    }
    writer.end_word();
  }

  template <ByteMap Map>
  void write_rare_word(const ScannedWord& found, const Caches& caches, PieceWriter<Map>& writer,
                       std::string_view text) const {
    thread_local std::vector<Token> tokens;
    thread_local std::string marked;
    const Word& word = found.word;
    const std::string_view rest = found.rest;
    if (found.is_kept()) {
      const LongPieceCache::Entry* entry = caches.long_pieces.find(found.long_key);
      if (entry != nullptr && entry->verbatim == 0) {
        if (found.is_short()) keep_short(found.key, *entry, caches.pieces);
        write_entry(*entry, word, writer, text);
        return;
      }
    }
    marked.assign(word.marked ? kMetaspace : std::string_view()).append(rest);
    tokens.clear();
    if (!found.is_kept() || !caches.long_pieces.append(found.long_key, tokens)) {
      if (!marked.empty()) model_.tokenize_uncached(marked, tokens);
      if (found.is_kept()) caches.long_pieces.store(found.long_key, tokens);
    }
    if (found.is_short()) (void)caches.pieces.store(found.key, tokens);
    for (const Token& token : tokens) {
      emit(token, word, writer, text);
      if (token.verbatim) {
        writer.set_text(std::string_view(marked).substr(token.begin, token.end - token.begin));
      }
    }
    writer.end_word();
    if (marked.capacity() > kKeep) marked = {};
  }

  // Token offsets count U+2581 as three bytes, whatever the text has in its place.
  template <ByteMap Map>
  static void emit(const Token& token, const Word& word, PieceWriter<Map>& writer,
                   std::string_view text) {
    const std::uint32_t mark = word.marked ? static_cast<std::uint32_t>(kMetaspace.size()) : 0;
    const std::uint32_t behind = word.start + word.delimiter;
    if constexpr (Map == ByteMap::none) {
      writer.write_token(token.id, 0, 0);
      return;
    }
    const auto& map = writer.map();
    const std::uint32_t begin =
        map.begin(token.begin < mark ? word.start : behind + (token.begin - mark));
    std::uint32_t last = behind + (token.end - mark);
    if (word.marked && token.end == mark && word.delimiter == 0) {
      // A mark that was put in front stands for the first character.
      last = word.start + utf8::length_from_lead(static_cast<std::uint8_t>(text[word.start]));
    }
    writer.write_token(token.id, begin, map.end(last));
  }

  static constexpr std::size_t kKeep = std::size_t{1} << 20;
  ScanPlan::Prefix prefix_;
  const models::Unigram& model_;
  std::uint64_t owner_;
};

}  // namespace

std::unique_ptr<Kernel> make_metaspace_kernel(const ScanPlan& plan, const models::Unigram& model) {
  return std::make_unique<MetaspaceKernel>(plan.prefix, model);
}

}  // namespace penstock::kernels
