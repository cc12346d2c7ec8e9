// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/regex.hpp"
#include "core/unicode_normalization.hpp"
#include "core/utf8.hpp"
#include "tokenizer/text_arena.hpp"

namespace penstock {

using unicode::CharChange;

// Bytes [begin, end) of the original text that one byte of normalized text stands for. Kept
// absolute, where the reference counts from its slice; arithmetic wraps as the reference's does.
struct Alignment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// A piece of text that has been rewritten but still knows which original bytes each of its bytes
// comes from: the reference's NormalizedString, operation by operation, oddities included.
//
// A view: the text and its alignments live in the original text or in the arena of the running
// call, so copying and slicing are cheap. While the text keeps the layout of the original (same
// bytes per character) no alignments are stored at all.
class NormalizedString {
 public:
  // Text of at most 2^31 bytes, valid UTF-8, that outlives the object, as does the arena.
  NormalizedString(std::string_view original, TextArena& arena);

  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  // One a byte of text(); null while the text has the original's layout.
  [[nodiscard]] const Alignment* alignments() const noexcept { return alignments_; }
  [[nodiscard]] TextArena& arena() const noexcept { return *arena_; }
  // First original byte of this slice.
  [[nodiscard]] std::uint32_t original_begin() const noexcept { return begin_; }
  // Original bytes of normalized bytes [begin, end), as convert_offsets gives them plus the slice's
  // place: an empty range is answered unconverted, a range outside of the text without the place.
  [[nodiscard]] Alignment original_range(std::size_t begin, std::size_t end) const;

  // Normalized bytes [begin, end), both at character boundaries (else Error{internal}).
  [[nodiscard]] NormalizedString slice(std::size_t begin, std::size_t end) const;

  // True when transforming every character into itself surely changes nothing.
  [[nodiscard]] bool unchanged_is_noop() const noexcept { return !zero_width_; }
  // The reference's transform: the whole text becomes `dest`, of which each character says how it
  // advances over the old text, after `initial_offset` removed characters. Throws
  // Error{invalid_argument} where the reference panics.
  void transform(std::span<const CharChange> dest, std::size_t initial_offset);
  // The same for normalized bytes [begin, end) only.
  void transform_range(std::size_t begin, std::size_t end, std::span<const CharChange> dest,
                       std::size_t initial_offset);

  // Replaces the text by one of the same layout: as many bytes for each character.
  void assign_same_layout(std::string_view text) noexcept { text_ = text; }
  // Replaces text and alignments; both live in the arena.
  void assign(std::string_view text, const Alignment* alignments) noexcept {
    text_ = text;
    alignments_ = alignments;
  }
  // The first `size` bytes alone, as strip leaves them.
  void truncate(std::size_t size) noexcept { text_ = text_.substr(0, size); }

  // Each match is replaced by `content`, which aligns with the last character of the match.
  void replace(std::span<const Span> matches, std::string_view content);
  // No-op on empty text.
  void prepend(std::string_view content);
  void strip(bool left, bool right);
  void lowercase();
  void normalize(unicode::NormalizationForm form);
  // Characters become those of their UTF-8 bytes in GPT-2's alphabet.
  void to_byte_level();
  // Drops the characters for which `keep` is false.
  template <typename Predicate>
  void filter(Predicate keep);
  // Replaces character by character.
  template <typename Function>
  void map(Function function);

 private:
  [[nodiscard]] Alignment alignment(std::size_t byte) const noexcept;
  // Replaces the text by characters of the same widths, so that the alignments stay.
  void set_same_widths(std::span<const CharChange> characters);
  [[nodiscard]] std::optional<Span> transformed_range() const;

  std::string_view text_;
  const Alignment* alignments_ = nullptr;  // one a byte of text_; null: the original's own layout
  const char* original_ = nullptr;         // byte 0 of the whole original text
  TextArena* arena_ = nullptr;
  std::uint32_t begin_ = 0;          // original_shift of the reference
  std::uint32_t original_size_ = 0;  // bytes of the original that this slice covers
  bool zero_width_ = false;  // some text aligns with nothing, in this slice or where it came from
};

// Reused by one thread for the characters of a transform.
[[nodiscard]] std::vector<CharChange>& change_scratch();

template <typename Predicate>
void NormalizedString::filter(Predicate keep) {
  std::vector<CharChange>& changes = change_scratch();
  changes.clear();
  std::size_t removed_first = 0;
  std::int32_t removed = 0;
  bool any_removed = false;
  for (std::size_t i = 0; i < text_.size();) {
    const auto c = utf8::decode_unchecked(text_.data() + i);
    i += c.size;
    if (!keep(c.code_point)) {
      ++removed;
      any_removed = true;
      continue;
    }
    if (changes.empty()) {
      removed_first = static_cast<std::size_t>(removed);
    } else {
      changes.back().change = -removed;
    }
    changes.push_back({c.code_point, 0});
    removed = 0;
  }
  if (!changes.empty()) changes.back().change = -removed;
  if (any_removed || !unchanged_is_noop()) transform(changes, removed_first);
}

template <typename Function>
void NormalizedString::map(Function function) {
  std::vector<CharChange>& changes = change_scratch();
  changes.clear();
  bool any_changed = false;
  bool same_widths = unchanged_is_noop();
  for (std::size_t i = 0; i < text_.size();) {
    const auto c = utf8::decode_unchecked(text_.data() + i);
    i += c.size;
    const char32_t mapped = function(c.code_point);
    any_changed = any_changed || mapped != c.code_point;
    same_widths = same_widths && utf8::encoded_length(mapped) == c.size;
    changes.push_back({mapped, 0});
  }
  if (same_widths) {
    if (any_changed) set_same_widths(changes);
  } else {
    transform(changes, 0);
  }
}

}  // namespace penstock
