// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/bert_normalizer.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/unicode.hpp"
#include "core/unicode_normalization.hpp"
#include "core/utf8.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/kernels/ascii_runs.hpp"
#include "tokenizer/kernels/piece_cache.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/normalizers/char_rewrites.hpp"
#include "tokenizer/normalizers/rewritten_text.hpp"

namespace penstock::normalizers {
namespace {

struct Options {
  bool clean_text = true;
  bool handle_chinese_chars = true;
  bool strip_accents = true;
  bool lowercase = true;
};

class BertNormalizer final : public Normalizer {
 public:
  explicit BertNormalizer(Options options)
      : options_(options), owner_(kernels::PieceCache::next_owner()) {}

  void normalize(NormalizedString& text) const override {
    if (options_.clean_text) clean(text);
    if (options_.handle_chinese_chars) space_out_chinese(text);
    if (options_.strip_accents) {
      text.normalize(unicode::NormalizationForm::nfd);
      text.filter([](char32_t c) { return !unicode::is_mark_nonspacing_old(c); });
    }
    if (options_.lowercase) text.lowercase();
  }

  // Character by character, as each is normalized by itself; but for those that decompose into
  // marks that stay and could change places.
  void normalize_fast(NormalizedString& text) const override {
    const bool simple = text.alignments() == nullptr && text.unchanged_is_noop();
    if (!simple || !rewrite(text)) normalize(text);
  }

 private:
  using Rewrite = CharRewrites::Rewrite;

  [[nodiscard]] bool rewrite(NormalizedString& text) const {
    CharRewrites& rewrites = CharRewrites::of_thread(owner_);
    RewrittenText out(text);
    const std::string_view all = text.text();
    for (std::size_t at = 0; at < all.size();) {
      const std::size_t ascii = ascii_run(all, at, out);
      at += ascii;
      if (at == all.size()) break;
      const auto c = utf8::decode_unchecked(all.data() + at);
      const Rewrite& found =
          rewrites.find(c.code_point, [this](char32_t one) { return rewrite_of(one); });
      const std::size_t left = all.size() - at;
      if (found.size == Rewrite::kUnknown || !out.has_room(left + RewrittenText::kLargest)) {
        return false;
      }
      const bool same_layout = found.size == c.size && (found.flags & kOneCharacter) != 0;
      out.put(found.text(), at, c.size, same_layout);
      at += c.size;
    }
    out.move_to(text);
    return true;
  }

  // Takes over ASCII from `at` on as far as no character is dropped; answers how many.
  std::size_t ascii_run(std::string_view all, std::size_t at, RewrittenText& out) const {
    constexpr std::size_t kChunk = 256;
    std::array<char, kChunk> chunk;
    std::size_t done = 0;
    while (at + done < all.size()) {
      const char* const begin = all.data() + at + done;
      const std::size_t most = std::min(kChunk, all.size() - at - done);
      const auto size = static_cast<std::size_t>(kernels::skip_ascii(begin, begin + most) - begin);
      if (size == 0 || !out.has_room(all.size())) break;
      const std::size_t kept = normalize_ascii({begin, size}, chunk.data());
      out.keep({chunk.data(), kept}, at + done);
      done += kept;
      if (kept < size) break;
    }
    return done;
  }

  // Writes the first characters as far as they are ASCII that stays; answers their number.
  std::size_t normalize_ascii(std::string_view text, char* out) const {
    const bool clean = options_.clean_text;
    const bool lower = options_.lowercase;
    bool all = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      const bool upper = c >= 'A' && c <= 'Z';
      all &= stays(c, clean);
      const char cased = lower && upper ? static_cast<char>(c | 0x20) : c;
      out[i] = clean && is_blank(c) ? ' ' : cased;
    }
    if (all) return text.size();
    std::size_t kept = 0;
    while (stays(text[kept], clean)) ++kept;
    return kept;
  }

  static bool is_blank(char c) { return c == '\t' || c == '\n' || c == '\r'; }
  // ASCII that is not dropped.
  static bool stays(char c, bool clean) {
    return clean ? (c >= ' ' && c != 0x7F) || is_blank(c) : c >= 0;
  }

  [[nodiscard]] Rewrite rewrite_of(char32_t c) const {
    std::string character;
    utf8::append(character, c);
    TextArena arena;
    NormalizedString text(character, arena);
    normalize(text);
    Rewrite rewrite;
    const std::string_view result = text.text();
    if (result.size() > Rewrite::kMostBytes) return rewrite;
    for (std::size_t i = 0; options_.strip_accents && i < result.size();) {
      const auto part = utf8::decode_unchecked(result.data() + i);
      if (unicode::combining_class(part.code_point) != 0) return rewrite;
      i += part.size;
    }
    rewrite.size = static_cast<std::uint8_t>(result.size());
    std::copy(result.begin(), result.end(), rewrite.bytes.begin());
    if (utf8::count(result) == 1) rewrite.flags = kOneCharacter;
    return rewrite;
  }

  static void clean(NormalizedString& text) {
    text.filter([](char32_t c) { return !unicode::is_control_bert(c); });
    text.map([](char32_t c) { return unicode::is_whitespace(c) ? U' ' : c; });
  }

  static void space_out_chinese(NormalizedString& text) {
    std::vector<CharChange>& changes = change_scratch();
    changes.clear();
    bool found = false;
    const std::string_view all = text.text();
    for (std::size_t i = 0; i < all.size();) {
      const auto c = utf8::decode_unchecked(all.data() + i);
      i += c.size;
      if (unicode::is_cjk_bert(c.code_point)) {
        found = true;
        changes.insert(changes.end(), {{U' ', 0}, {c.code_point, 1}, {U' ', 1}});
      } else {
        changes.push_back({c.code_point, 0});
      }
    }
    if (found || !text.unchanged_is_noop()) text.transform(changes, 0);
  }

  static constexpr std::uint8_t kOneCharacter = 1;

  Options options_;
  std::uint64_t owner_;
};

}  // namespace

std::unique_ptr<Normalizer> make_bert_normalizer(const JsonView& json) {
  Options options;
  options.clean_text = json.at("clean_text").as_bool();
  options.handle_chinese_chars = json.at("handle_chinese_chars").as_bool();
  options.lowercase = json.at("lowercase").as_bool();
  options.strip_accents = json.bool_or("strip_accents", options.lowercase);
  return std::make_unique<BertNormalizer>(options);
}

}  // namespace penstock::normalizers
