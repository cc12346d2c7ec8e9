// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalized_string.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>

#include "core/unicode.hpp"
#include "core/unicode_case.hpp"
#include "tokenizer/byte_level_alphabet.hpp"

namespace penstock {
namespace {

[[noreturn]] void throw_reference_panics() {
  throw Error(ErrorCode::invalid_argument,
              "this normalizer inserts text in front of the first character and then rewrites it, "
              "which the reference tokenizer cannot do either (it panics); reorder the normalizers "
              "in tokenizer.json");
}

// Writes one character; answers its size.
std::uint32_t encode(char32_t c, char* out) {
  const std::uint32_t size = utf8::encoded_length(c);
  const auto tail = [c](unsigned shift) {
    return static_cast<char>(0x80U | ((static_cast<std::uint32_t>(c) >> shift) & 0x3FU));
  };
  if (size == 1) {
    out[0] = static_cast<char>(c);
  } else if (size == 2) {
    out[0] = static_cast<char>(0xC0U | (c >> 6));
    out[1] = tail(0);
  } else if (size == 3) {
    out[0] = static_cast<char>(0xE0U | (c >> 12));
    out[1] = tail(6);
    out[2] = tail(0);
  } else {
    out[0] = static_cast<char>(0xF0U | (c >> 18));
    out[1] = tail(12);
    out[2] = tail(6);
    out[3] = tail(0);
  }
  return size;
}

// Writes text and alignments of a transformed range into the arena.
class Builder {
 public:
  Builder(TextArena& arena, std::size_t size)
      : text_(arena.allocate<char>(size)), alignments_(arena.allocate<Alignment>(size)) {}

  void add(char32_t c, Alignment alignment) {
    for (std::uint32_t left = encode(c, text_ + at_); left > 0; --left) {
      alignments_[at_++] = alignment;
    }
  }
  // Bytes [begin, end) of a text and what they stand for: `alignments` of that text, or where
  // there are none its own layout, which starts at `shift`.
  void add_range(std::string_view text, const Alignment* alignments, std::size_t shift,
                 std::size_t begin, std::size_t end) {
    std::copy_n(text.data() + begin, end - begin, text_ + at_);
    if (alignments != nullptr) {
      std::copy(alignments + begin, alignments + end, alignments_ + at_);
      at_ += end - begin;
      return;
    }
    for (std::size_t i = begin; i < end;) {
      const auto size = utf8::length_from_lead(static_cast<std::uint8_t>(text[i]));
      const auto first = static_cast<std::uint32_t>(shift + i);
      for (std::uint32_t k = 0; k < size; ++k) alignments_[at_++] = {first, first + size};
      i += size;
    }
  }
  void add_byte(char byte, Alignment alignment) {
    text_[at_] = byte;
    alignments_[at_++] = alignment;
  }
  [[nodiscard]] std::string_view text() const { return {text_, at_}; }
  [[nodiscard]] const Alignment* alignments() const { return alignments_; }

 private:
  char* text_;
  Alignment* alignments_;
  std::size_t at_ = 0;
};

bool has_upper_ascii(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

std::vector<CharChange>& change_scratch() {
  thread_local std::vector<CharChange> scratch;
  return scratch;
}

NormalizedString::NormalizedString(std::string_view original, TextArena& arena)
    : text_(original),
      original_(original.data()),
      arena_(&arena),
      original_size_(static_cast<std::uint32_t>(original.size())) {}

Alignment NormalizedString::alignment(std::size_t byte) const noexcept {
  if (alignments_ != nullptr) return alignments_[byte];
  std::size_t start = byte;
  while (utf8::is_continuation(text_[start])) --start;
  const auto size = utf8::length_from_lead(static_cast<std::uint8_t>(text_[start]));
  const auto begin = static_cast<std::uint32_t>(begin_ + start);
  return {begin, begin + size};
}

Alignment NormalizedString::original_range(std::size_t begin, std::size_t end) const {
  const Alignment given{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  if (begin == end) return {begin_ + given.begin, begin_ + given.end};
  if (begin > end || end > text_.size()) return given;
  return {alignment(begin).begin, alignment(end - 1).end};
}

NormalizedString NormalizedString::slice(std::size_t begin, std::size_t end) const {
  const auto inside_character = [this](std::size_t at) {
    return at < text_.size() && utf8::is_continuation(text_[at]);
  };
  if (begin > end || end > text_.size() || inside_character(begin) || inside_character(end)) {
    throw Error(ErrorCode::invalid_argument,
                "an added token of this tokenizer normalizes to nothing and would cut a character "
                "into bytes, which the reference tokenizer cannot do either (it panics)");
  }
  NormalizedString part = *this;
  part.text_ = text_.substr(begin, end - begin);
  if (alignments_ != nullptr) part.alignments_ = alignments_ + begin;
  const Alignment range = original_range(begin, end);
  part.begin_ = range.begin;
  // The reference's slice of the original comes out empty when the range is not inside of it.
  const std::uint32_t from = range.begin - begin_;
  const std::uint32_t to = range.end - begin_;
  part.original_size_ = from <= to && to <= original_size_ ? to - from : 0;
  return part;
}

// convert_offsets of the whole original range: what `transform` rewrites.
std::optional<Span> NormalizedString::transformed_range() const {
  if (original_size_ == 0) return Span{0, 0};
  if (!zero_width_) {
    if (text_.empty()) return std::nullopt;
    return Span{0, text_.size()};
  }
  std::optional<std::size_t> start;
  std::size_t end = 0;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    const Alignment a = alignment(i);
    if (a.end - begin_ > original_size_) break;
    if (!start && a.begin != a.end) start = i;
    end = i + 1;
  }
  if (end == 0) return std::nullopt;
  return Span{start.value_or(end), end};
}

void NormalizedString::transform(std::span<const CharChange> dest, std::size_t initial_offset) {
  const auto range = transformed_range();
  if (range) transform_range(range->begin, range->end, dest, initial_offset);
}

void NormalizedString::transform_range(std::size_t begin, std::size_t end,
                                       std::span<const CharChange> dest,
                                       std::size_t initial_offset) {
  std::size_t size = text_.size() - (end - begin);
  for (const CharChange& c : dest) size += utf8::encoded_length(c.code_point);
  Builder out(*arena_, size);
  out.add_range(text_, alignments_, begin_, 0, begin);

  // `next` is the first character of the range that was not consumed yet; `offset` is the same
  // unless the range ran out of characters.
  std::size_t next = begin;
  const auto skip = [&](std::size_t characters) {
    for (; characters > 0 && next < end; --characters) {
      next += utf8::length_from_lead(static_cast<std::uint8_t>(text_[next]));
    }
  };
  skip(initial_offset);
  for (const CharChange& c : dest) {
    Alignment align{begin_, begin_};
    if (c.change <= 0) {
      if (next >= text_.size()) throw_reference_panics();
      align = alignment(next);
      skip(1 + static_cast<std::size_t>(-static_cast<std::int64_t>(c.change)));
    } else if (next > 0) {
      align = alignment(next - 1);
    } else {
      zero_width_ = true;
    }
    out.add(c.code_point, align);
  }
  out.add_range(text_, alignments_, begin_, end, text_.size());
  text_ = out.text();
  alignments_ = out.alignments();
}

void NormalizedString::set_same_widths(std::span<const CharChange> characters) {
  char* text = arena_->allocate<char>(text_.size());
  char* out = text;
  for (const CharChange& c : characters) out += encode(c.code_point, out);
  text_ = {text, text_.size()};
}

void NormalizedString::replace(std::span<const Span> matches, std::string_view content) {
  if (matches.empty()) return;
  std::size_t size = text_.size() + matches.size() * content.size();
  for (const Span& match : matches) size -= match.end - match.begin;
  Builder out(*arena_, size);
  std::size_t copied = 0;
  const auto copy_until = [&](std::size_t end) {
    out.add_range(text_, alignments_, begin_, copied, end);
    copied = end;
  };
  for (const Span& match : matches) {
    copy_until(match.begin);
    if (match.end == 0 && !content.empty()) zero_width_ = true;
    const Alignment align = match.end == 0 ? Alignment{begin_, begin_} : alignment(match.end - 1);
    for (const char byte : content) out.add_byte(byte, align);
    copied = match.end;
  }
  copy_until(text_.size());
  text_ = out.text();
  alignments_ = out.alignments();
}

void NormalizedString::prepend(std::string_view content) {
  if (text_.empty()) return;
  std::vector<CharChange>& changes = change_scratch();
  changes.clear();
  for (std::size_t i = 0; i < content.size();) {
    const auto c = utf8::decode_unchecked(content.data() + i);
    changes.push_back({c.code_point, i == 0 ? 0 : 1});
    i += c.size;
  }
  const auto first = utf8::decode_unchecked(text_.data());
  changes.push_back({first.code_point, 1});
  transform_range(0, first.size, changes, 0);
}

void NormalizedString::strip(bool left, bool right) {
  if (!left && unchanged_is_noop() && original_size_ != 0) {
    // What is cut off at the end takes nothing from what stays.
    std::size_t end = text_.size();
    while (right && end > 0) {
      std::size_t last = end - 1;
      while (utf8::is_continuation(text_[last])) --last;
      if (!unicode::is_whitespace(utf8::decode_unchecked(text_.data() + last).code_point)) break;
      end = last;
    }
    truncate(end);
    return;
  }
  std::vector<CharChange>& changes = change_scratch();
  changes.clear();
  for (std::size_t i = 0; i < text_.size();) {
    const auto c = utf8::decode_unchecked(text_.data() + i);
    changes.push_back({c.code_point, 0});
    i += c.size;
  }
  const auto is_space = [](const CharChange& c) { return unicode::is_whitespace(c.code_point); };
  std::size_t leading = 0;
  std::size_t trailing = 0;
  while (left && leading < changes.size() && is_space(changes[leading])) ++leading;
  while (right && trailing < changes.size() && is_space(changes[changes.size() - 1 - trailing])) {
    ++trailing;
  }
  if (leading == 0 && trailing == 0) return;
  // The reference compares a character index with a byte count here: the last kept character gets
  // the removed ones only where both counts agree, as in ASCII.
  const std::size_t marked = text_.size() - trailing - 1;
  const std::size_t end = changes.size() - trailing;
  if (marked >= leading && marked < end) {
    changes[marked].change = -static_cast<std::int32_t>(trailing);
  }
  const std::span<const CharChange> all = changes;
  transform(leading < end ? all.subspan(leading, end - leading) : all.first(0), leading);
}

void NormalizedString::lowercase() {
  if (utf8::is_ascii(text_) && unchanged_is_noop()) {
    if (!has_upper_ascii(text_)) return;
    char* lower = arena_->allocate<char>(text_.size());
    std::transform(text_.begin(), text_.end(), lower,
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    text_ = {lower, text_.size()};
    return;
  }
  std::vector<CharChange>& changes = change_scratch();
  changes.clear();
  for (std::size_t i = 0; i < text_.size();) {
    const auto c = utf8::decode_unchecked(text_.data() + i);
    const auto lower = unicode::to_lower(c.code_point);
    for (std::uint32_t k = 0; k < lower.size; ++k) {
      changes.push_back({lower.chars[k], k == 0 ? 0 : 1});
    }
    i += c.size;
  }
  transform(changes, 0);
}

void NormalizedString::normalize(unicode::NormalizationForm form) {
  if (unchanged_is_noop() && unicode::is_surely_normalized(text_, form)) return;
  std::vector<CharChange>& changes = change_scratch();
  unicode::normalize(text_, form, changes);
  transform(changes, 0);
}

void NormalizedString::to_byte_level() {
  std::vector<CharChange>& changes = change_scratch();
  changes.clear();
  for (const char byte : text_) {
    changes.push_back({byte_level::to_char(static_cast<std::uint8_t>(byte)),
                       utf8::is_continuation(byte) ? 1 : 0});
  }
  transform(changes, 0);
}

}  // namespace penstock
