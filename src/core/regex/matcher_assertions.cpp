// SPDX-License-Identifier: Apache-2.0
// The zero-width tests and the rarer consuming ones of Matcher.
#include <cstring>
#include <string>

#include "core/regex/case_fold.hpp"
#include "core/regex/matcher.hpp"
#include "core/regex/matcher_text.hpp"
#include "core/regex/text_segment.hpp"
#include "core/unicode.hpp"
#include "core/utf8.hpp"

namespace penstock::regex {
namespace {

utf8::Decoded decode(const uint8_t* at) noexcept {
  return utf8::decode_unchecked(reinterpret_cast<const char*>(at));
}

bool is_word(const uint8_t* at) noexcept {
  return unicode::is_word_onig_bare(decode(at).code_point);
}

}  // namespace

bool Matcher::test_ahead(const Instruction& in, const uint8_t* at) const {
  const bool found = at < limit_ && program_.classes[in.index].match(at) != 0;
  return found == (in.max == 0);
}

bool Matcher::test_behind(const Instruction& in, const uint8_t* at) const {
  const bool found = at != text_ && program_.classes[in.index].match(previous(at)) != 0;
  return found == (in.max == 0);
}

bool Matcher::test_anchor(const Instruction& in, const uint8_t* at) const {
  const std::string_view text(reinterpret_cast<const char*>(text_),
                              static_cast<size_t>(end_ - text_));
  const auto word_differs = [&] {
    // At the begin of the text, and only there, Oniguruma heeds the limit of look-behind.
    if (at == text_) return at < limit_ && is_word(at);
    return is_word(previous(at)) != (at != end_ && is_word(at));
  };
  switch (static_cast<AnchorKind>(in.index)) {
    case AnchorKind::line_begin:
      // Not behind a newline that ends the text.
      return at == text_ || (at != end_ && at[-1] == '\n');
    case AnchorKind::line_end: return at == end_ || *at == '\n';
    case AnchorKind::text_begin: return at == text_;
    case AnchorKind::text_end: return at == end_;
    case AnchorKind::text_end_or_newline: return at == end_ || (*at == '\n' && at + 1 == end_);
    case AnchorKind::search_begin: return at == search_begin_;
    case AnchorKind::word_boundary: return word_differs();
    case AnchorKind::not_word_boundary: return !word_differs();
    case AnchorKind::segment_boundary: return is_segment_boundary(text, offset(at));
    case AnchorKind::not_segment_boundary: return !is_segment_boundary(text, offset(at));
  }
  return false;
}

bool Matcher::match_reference(const Instruction& in, const uint8_t*& at) const {
  for (const uint32_t base : program_.references[in.index]) {
    const size_t begin = registers_[base];
    const size_t end = registers_[base + 1];
    if (begin == kUnset || end == kUnset) continue;
    // A group opened again but not closed yet refers to nothing, which always matches.
    if (end <= begin) return true;
    const size_t length = end - begin;
    if (static_cast<size_t>(limit_ - at) < length) continue;
    if (in.max != 0) {
      if (match_folded(begin, end, at)) return true;
    } else if (std::memcmp(at, text_ + begin, length) == 0) {
      at += length;
      return true;
    }
  }
  return false;
}

bool Matcher::match_folded(size_t begin, size_t end, const uint8_t*& at) const {
  const uint8_t* here = at;
  for (const uint8_t* group = text_ + begin; group < text_ + end;) {
    if (here >= limit_) return false;
    const utf8::Decoded wanted = decode(group);
    const utf8::Decoded found = decode(here);
    if (full_fold(wanted.code_point) != full_fold(found.code_point)) return false;
    group += wanted.size;
    here += found.size;
  }
  at = here;
  return true;
}

bool Matcher::match_segment(const uint8_t*& at) const {
  if (at >= limit_) return false;
  const std::string_view text(reinterpret_cast<const char*>(text_),
                              static_cast<size_t>(end_ - text_));
  do {
    at += utf8::length_from_lead(*at);
  } while (at < limit_ && !is_segment_boundary(text, offset(at)));
  return true;
}

}  // namespace penstock::regex
