// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/precompiled.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <penstock/error.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/unicode_grapheme.hpp"
#include "core/utf8.hpp"
#include "tokenizer/base64.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/kernels/piece_cache.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/normalizers/cluster_rewriter.hpp"

namespace penstock::normalizers {
namespace {

// Longest grapheme, in bytes, that is looked up as a whole.
constexpr std::size_t kLongestGrapheme = 5;

// The charsmap of sentencepiece: a darts-clone double array from byte strings to positions in a
// blob of NUL-terminated replacements.
class Charsmap {
 public:
  // Absent when the blob is damaged.
  static std::optional<Charsmap> parse(std::string_view blob) {
    Charsmap map;
    if (blob.size() < sizeof(std::uint32_t)) return std::nullopt;
    std::uint32_t trie_bytes = 0;
    std::memcpy(&trie_bytes, blob.data(), sizeof trie_bytes);
    blob.remove_prefix(sizeof trie_bytes);
    const std::size_t units = trie_bytes / sizeof(std::uint32_t);
    if (units == 0 || blob.size() < units * sizeof(std::uint32_t)) return std::nullopt;
    map.units_.resize(units);
    std::memcpy(map.units_.data(), blob.data(), units * sizeof(std::uint32_t));
    map.replacements_ = std::string(blob.substr(units * sizeof(std::uint32_t)));
    if (!utf8::is_valid(map.replacements_)) return std::nullopt;
    return map;
  }

  // The replacement of the shortest key that `text` starts with. sentencepiece takes the longest;
  // the reference does not.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view text) const {
    std::size_t node = offset(unit(0));
    for (const char byte : text) {
      const auto label = static_cast<std::uint8_t>(byte);
      if (label == 0) break;
      node ^= label;
      const std::uint32_t here = unit(node);
      if ((here & 0x800000FFU) != label) return std::nullopt;
      node ^= offset(here);
      if (((here >> 8) & 1U) != 0) return replacement(unit(node) & 0x7FFFFFFFU);
    }
    return std::nullopt;
  }

  // Whether a longer key may begin with `character`, for which `find` has nothing.
  [[nodiscard]] bool may_begin_key(std::string_view character) const {
    std::size_t node = offset(unit(0));
    for (const char byte : character) {
      const auto label = static_cast<std::uint8_t>(byte);
      if (label == 0) return false;
      node ^= label;
      const std::uint32_t here = unit(node);
      if ((here & 0x800000FFU) != label) return false;
      node ^= offset(here);
    }
    return true;
  }

 private:
  static std::size_t offset(std::uint32_t unit) {
    return static_cast<std::size_t>(unit >> 10) << ((unit & 0x200U) >> 6);
  }
  [[nodiscard]] std::uint32_t unit(std::size_t node) const {
    if (node >= units_.size()) throw_damaged();
    return units_[node];
  }
  [[nodiscard]] std::string_view replacement(std::size_t at) const {
    if (at > replacements_.size()) throw_damaged();
    const std::string_view rest = std::string_view(replacements_).substr(at);
    if (!rest.empty() && utf8::is_continuation(rest.front())) throw_damaged();
    return rest.substr(0, rest.find('\0'));
  }
  [[noreturn]] static void throw_damaged() {
    throw Error(ErrorCode::io, "tokenizer.json: 'precompiled_charsmap' is damaged");
  }

  std::vector<std::uint32_t> units_;
  std::string replacements_;
};

// Appends `after` in the place of the characters of `before`, which is not empty.
void replace(std::vector<CharChange>& changes, std::string_view before, std::string_view after) {
  const std::size_t first = changes.size();
  for (std::size_t i = 0; i < after.size();) {
    const auto c = utf8::decode_unchecked(after.data() + i);
    changes.push_back({c.code_point, 0});
    i += c.size;
  }
  const auto old_count = static_cast<std::int32_t>(utf8::count(before));
  const auto new_count = static_cast<std::int32_t>(changes.size() - first);
  const std::int32_t more = new_count - old_count;
  for (std::int32_t i = 0; i < more; ++i) {
    changes[changes.size() - 1 - static_cast<std::size_t>(i)].change = 1;
  }
  // Removed characters count for the last one written, even if that belongs to what came before.
  if (more < 0 && !changes.empty()) changes.back().change += more;
}

class Precompiled final : public Normalizer {
 public:
  explicit Precompiled(Charsmap map)
      : map_(std::move(map)), owner_(kernels::PieceCache::next_owner()) {
    for (unsigned c = 0; c < 0x80; ++c) {
      const char byte = static_cast<char>(c);
      stays_[c] = byte != '\r' && !map_.find({&byte, 1});
    }
  }

  void normalize(NormalizedString& text) const override {
    std::vector<CharChange>& changes = change_scratch();
    changes.clear();
    bool modified = false;
    const std::string_view all = text.text();
    for (std::size_t begin = 0; begin < all.size();) {
      const std::size_t end = unicode::grapheme_end(all, begin);
      modified |= add_grapheme(all.substr(begin, end - begin), changes);
      begin = end;
    }
    if (modified) text.transform(changes, 0);
  }

  void normalize_fast(NormalizedString& text) const override {
    CharRewrites& rewrites = CharRewrites::of_thread(owner_);
    if (!has_original_layout(text) || !Rewriter(*this, rewrites, text).run(text)) normalize(text);
  }

 private:
  friend class ClusterRewriter<Precompiled>;
  using Rewriter = ClusterRewriter<Precompiled>;
  using Rewrite = CharRewrites::Rewrite;

  [[nodiscard]] bool stays(char byte) const { return stays_[static_cast<std::uint8_t>(byte)]; }

  template <typename Joins>
  static std::size_t cluster_end(std::string_view text, std::size_t at, Joins /*joins*/) {
    return unicode::grapheme_end(text, at);
  }

  // As `replace` has it: characters align one by one, further ones with the last old one.
  bool put_cluster(std::string_view cluster, std::size_t from, Rewriter& out) const {
    const auto whole =
        cluster.size() <= kLongestGrapheme ? map_.find(cluster) : std::optional<std::string_view>();
    if (!whole) return put_characters(cluster, from, out);
    if (whole->size() > RewrittenText::kLargest) return false;
    if (whole->empty()) return out.remove();
    const auto width = [](char lead) {
      return std::size_t{utf8::length_from_lead(static_cast<std::uint8_t>(lead))};
    };
    std::size_t old = 0;
    bool surplus = false;
    for (std::size_t i = 0; i < whole->size();) {
      if (i > 0 && !surplus) {
        const std::size_t next = old + width(cluster[old]);
        surplus = next >= cluster.size();
        if (!surplus) old = next;
      }
      const std::size_t size = width((*whole)[i]);
      out.put(whole->substr(i, size), from + old, surplus);
      i += size;
    }
    return true;
  }

  static bool put_characters(std::string_view cluster, std::size_t from, Rewriter& out) {
    for (std::size_t i = 0; i < cluster.size();) {
      const auto size = utf8::length_from_lead(static_cast<std::uint8_t>(cluster[i]));
      if (!out.put_one(out.find(from + i), from + i, size)) return false;
      i += size;
    }
    return true;
  }

  // Whether a cluster ends at byte `end` of a text.
  static bool ends_at(const std::string& text, std::size_t end) {
    std::size_t at = 0;
    while (at < end) at = unicode::grapheme_end(text, at);
    return at == end;
  }

  [[nodiscard]] Rewrite rewrite_of(char32_t c) const {
    std::string character;
    utf8::append(character, c);
    const std::string_view result = map_.find(character).value_or(character);
    Rewrite rewrite;
    const bool alone = c != U'\r' && ends_at("a" + character, 1) &&
                       ends_at(character + "a", character.size()) &&
                       ends_at(character + character, character.size());
    if (alone) rewrite.flags = Rewriter::kAlone;
    if (result.size() > Rewrite::kMostBytes) return rewrite;
    rewrite.size = static_cast<std::uint8_t>(result.size());
    std::copy(result.begin(), result.end(), rewrite.bytes.begin());
    if (utf8::count(result) == 1) rewrite.flags |= Rewriter::kOneCharacter;
    return rewrite;
  }

  // A cluster is replaced as a whole only by a key that begins with its first character; else each
  // of its characters is by itself.
  [[nodiscard]] std::uint8_t flags_of(char32_t c) const {
    // Behind these, pictographs and consonants go on with a cluster.
    const std::string picture_joiner = "\U0001F600\u200D";
    const std::string consonant_linker = "\u0915\u094D";
    std::string character;
    utf8::append(character, c);
    const Rewrite rewrite = rewrite_of(c);
    const bool alone = (rewrite.flags & Rewriter::kAlone) != 0;
    const bool first = !map_.may_begin_key(character);
    std::uint8_t flags = CharFlags::kKnown;
    if (alone) flags |= CharFlags::kAlone;
    if (first) flags |= CharFlags::kFirst;
    if (c != U'\r' && (alone || first) && rewrite.is(character)) flags |= CharFlags::kStays;
    if (ends_at(character + "a", character.size())) flags |= CharFlags::kEnds;
    if (alone && ends_at(picture_joiner + character, picture_joiner.size()) &&
        ends_at(consonant_linker + character, consonant_linker.size())) {
      flags |= CharFlags::kBegins;
    }
    return flags;
  }

  bool add_grapheme(std::string_view grapheme, std::vector<CharChange>& changes) const {
    if (grapheme.size() <= kLongestGrapheme) {
      if (const auto replacement = map_.find(grapheme)) {
        replace(changes, grapheme, *replacement);
        return true;
      }
    }
    bool modified = false;
    for (std::size_t i = 0; i < grapheme.size();) {
      const auto c = utf8::decode_unchecked(grapheme.data() + i);
      const std::string_view part = grapheme.substr(i, c.size);
      if (const auto replacement = map_.find(part)) {
        replace(changes, part, *replacement);
        modified = true;
      } else {
        changes.push_back({c.code_point, 0});
      }
      i += c.size;
    }
    return modified;
  }

  Charsmap map_;
  std::array<bool, 0x80> stays_{};  // ASCII that is not replaced and joins nothing
  std::uint64_t owner_;
};

}  // namespace

std::unique_ptr<Normalizer> make_precompiled(const JsonView& json) {
  const JsonView field = json.at("precompiled_charsmap");
  const auto blob = base64_decode(field.as_string());
  auto map = blob ? Charsmap::parse(*blob) : std::nullopt;
  if (!map) field.fail("the base64 of a sentencepiece charsmap");
  return std::make_unique<Precompiled>(std::move(*map));
}

}  // namespace penstock::normalizers
