// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/marked_bpe_kernel.hpp"

#include <array>
#include <bitset>
#include <span>
#include <string>
#include <vector>

#include "core/utf8.hpp"
#include "tokenizer/kernels/ascii_runs.hpp"
#include "tokenizer/kernels/long_piece_cache.hpp"
#include "tokenizer/kernels/piece_writer.hpp"
#include "tokenizer/models/bpe.hpp"

namespace penstock::kernels {
namespace {

constexpr std::string_view kMark = "\xE2\x96\x81";
constexpr char32_t kMarkCharacter = U'\u2581';
constexpr std::size_t kAscii = 0x80;

// A part on its way through `run`. Where its tokens may lie is asked for before they are needed.
// Ends of tokens count bytes of the text, in which a prefix has none.
struct Part {
  std::string_view bytes;
  bool prefixed;
  PieceCache::Key key;           // only of short ones
  PieceCache::Entry entry;       // a copy, as the cache moves its own; count 0: not kept
  LongPieceCache::Key long_key;  // only where the entry is missing and the part not too long

  [[nodiscard]] bool is_short() const noexcept { return bytes.size() <= PieceCache::kMaxBytes; }
  [[nodiscard]] bool is_kept() const noexcept { return bytes.size() <= LongPieceCache::kMaxBytes; }
};

struct Caches {
  PieceCache& parts;
  LongPieceCache& long_parts;
};

// Writes the tokens of one text, which are all of one word.
template <ByteMap Map>
class TokenWriter {
 public:
  TokenWriter(const NormalizedString& text, std::uint32_t word, TokenBuffer& out)
      : map_(text), text_(text.text()), word_(word), out_(out) {}

  // The part starts at byte `at` of the text. Entry: of either cache.
  template <typename Entry>
  void write(const Entry& entry, std::uint32_t at) {
    constexpr std::size_t kMost = std::tuple_size_v<decltype(Entry::ids)>;
    out_.reserve(kMost);
    std::uint32_t* const ids = out_.ids_end();
    for (std::size_t i = 0; i < kMost; ++i) ids[i] = entry.ids[i];
    if constexpr (Map != ByteMap::none) {
      Offsets* const offsets = out_.offsets_end();
      std::uint32_t* const words = out_.words_end();
      std::uint32_t begin = at;
      for (std::size_t i = 0; i < entry.count; ++i) {
        const std::uint32_t end = at + entry.ends[i];
        offsets[i] = offsets_of(begin, end);
        words[i] = word_;
        begin = end;
      }
    }
    out_.commit(entry.count);
  }
  void write_tokens(std::span<const Token> tokens, std::uint32_t at) {
    for (const Token& token : tokens) {
      out_.push(token.id,
                Map == ByteMap::none ? Offsets{} : offsets_of(at + token.begin, at + token.end),
                word_);
    }
  }

 private:
  // A prefix alone stands for the first character.
  [[nodiscard]] Offsets offsets_of(std::uint32_t begin, std::uint32_t end) const {
    if (end == 0) end = utf8::length_from_lead(static_cast<std::uint8_t>(text_[0]));
    return {map_.begin(begin), map_.end(end)};
  }

  OriginalBytes<Map> map_;
  std::string_view text_;
  std::uint32_t word_;
  TokenBuffer& out_;
};

class MarkedBpeKernel final : public Kernel {
 public:
  MarkedBpeKernel(MarkRules rules, const models::Bpe& model)
      : rules_(rules), model_(model), cuts_(*model.cuts()), owner_(PieceCache::next_owner()) {
    for (char32_t left = 0; left < kAscii; ++left) {
      for (char32_t right = 0; right < kAscii; ++right) {
        ascii_cuts_[left][right] = cuts_.between(as_marked(left), as_marked(right));
      }
    }
  }

  std::uint32_t tokenize(const NormalizedString& piece, std::uint32_t word, TextArena& /*arena*/,
                         TokenBuffer& out) const override {
    if (piece.empty()) return 0;
    with_byte_map(piece, out, [&]<ByteMap Map>() {
      run(piece.text(), has_prefix(piece), TokenWriter<Map>(piece, word, out));
    });
    return 1;
  }

 private:
  [[nodiscard]] char32_t as_marked(char32_t c) const noexcept {
    return c == U' ' && rules_.spaces ? kMarkCharacter : c;
  }

  [[nodiscard]] bool has_prefix(const NormalizedString& piece) const {
    using Prefix = MarkRules::Prefix;
    if (rules_.prefix == Prefix::never) return false;
    if (rules_.prefix == Prefix::always) return true;
    if (rules_.prefix == Prefix::at_start && piece.original_begin() != 0) return false;
    const std::string_view text = piece.text();
    return !text.starts_with(kMark) && !(rules_.spaces && text.starts_with(' '));
  }

  template <typename Writer>
  void run(std::string_view text, bool prefixed, Writer writer) const {
    const Caches caches{PieceCache::of_thread(owner_), LongPieceCache::of_thread(owner_)};
    const char* const end = text.data() + text.size();
    std::array<Part, 24> ahead;
    for (const char* at = text.data(); at < end;) {
      std::size_t count = 0;
      for (; at < end && count < ahead.size(); ++count) {
        const char* const next = part_end(at, end);
        Part& part = ahead[count];
        part.bytes = {at, static_cast<std::size_t>(next - at)};
        part.prefixed = prefixed;
        prefixed = false;
        if (part.is_short()) {
          part.key = PieceCache::key_of(at, part.bytes.size(), end, part.prefixed);
          caches.parts.prefetch(part.key);
        }
        at = next;
      }
      for (std::size_t i = 0; i < count; ++i) look_up(ahead[i], caches);
      for (std::size_t i = 0; i < count; ++i) {
        const auto place = static_cast<std::uint32_t>(ahead[i].bytes.data() - text.data());
        if (ahead[i].entry.count != 0) {
          writer.write(ahead[i].entry, place);
        } else {
          write_rare(ahead[i], place, caches, writer);
        }
      }
    }
  }

  // Where the part that starts at `at` ends. Between letters of ASCII nothing is cut, though it
  // might be.
  [[nodiscard]] const char* part_end(const char* at, const char* end) const {
    auto left = utf8::decode_unchecked(at);
    for (at += left.size; at < end; at += left.size) {
      if (left.code_point < kAscii && is_ascii_letter(at[-1])) {
        at = skip_letters(at, end);
        if (at == end) break;
        left.code_point = static_cast<std::uint8_t>(at[-1]);
      }
      const auto right = utf8::decode_unchecked(at);
      if (cuts(left.code_point, right.code_point)) break;
      left = right;
    }
    return at;
  }
  [[nodiscard]] bool cuts(char32_t left, char32_t right) const noexcept {
    if ((left | right) < kAscii) return ascii_cuts_[left][right];
    return cuts_.between(as_marked(left), as_marked(right));
  }

  static void look_up(Part& part, const Caches& caches) {
    const PieceCache::Entry* entry = part.is_short() ? caches.parts.find(part.key) : nullptr;
    if (entry != nullptr) {
      part.entry = *entry;
      return;
    }
    part.entry.count = 0;
    if (!part.is_kept()) return;
    part.long_key = LongPieceCache::key_of(part.bytes, part.prefixed);
    caches.long_parts.prefetch(part.long_key);
  }

  template <typename Writer>
  void write_rare(const Part& part, std::uint32_t place, const Caches& caches,
                  Writer& writer) const {
    if (part.is_kept()) {
      if (const LongPieceCache::Entry* entry = caches.long_parts.find(part.long_key)) {
        writer.write(*entry, place);
        return;
      }
    }
    thread_local std::vector<Token> tokens;
    tokens.clear();
    ask_model(part, tokens);
    // One of the caches: what makes many tokens is kept by the long one, however short it is.
    if (!part.is_short() || !caches.parts.store(part.key, tokens)) {
      if (part.is_kept()) caches.long_parts.store(part.long_key, tokens);
    }
    writer.write_tokens(tokens, place);
    if (tokens.capacity() > kKeep) tokens = {};
  }

  void ask_model(const Part& part, std::vector<Token>& tokens) const {
    thread_local std::string marked;
    marked.assign(part.prefixed ? kMark : std::string_view());
    for (const char c : part.bytes) {
      if (c == ' ' && rules_.spaces) {
        marked.append(kMark);
      } else {
        marked.push_back(c);
      }
    }
    model_.tokenize_part(marked, tokens);
    std::size_t at = part.prefixed ? kMark.size() : 0;  // in `marked`
    std::uint32_t byte = 0;                             // the same place in the part
    for (Token& token : tokens) {
      token.begin = byte;
      for (; at < token.end; ++byte) {
        at += part.bytes[byte] == ' ' && rules_.spaces ? kMark.size() : 1;
      }
      token.end = byte;
    }
    if (marked.capacity() > kKeep) marked = {};
  }

  static constexpr std::size_t kKeep = std::size_t{1} << 18;
  MarkRules rules_;
  const models::Bpe& model_;
  const models::MergeCuts& cuts_;
  std::array<std::bitset<kAscii>, kAscii> ascii_cuts_;
  std::uint64_t owner_;
};

}  // namespace

std::unique_ptr<Kernel> make_marked_bpe_kernel(MarkRules rules, const models::Bpe& model) {
  if (model.cuts() == nullptr) return nullptr;
  return std::make_unique<MarkedBpeKernel>(rules, model);
}

}  // namespace penstock::kernels
