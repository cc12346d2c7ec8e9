// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/unicode/property_table.hpp"

// Character properties exactly as the reference tokenizers library (0.22.2) sees them.
//
// That library mixes four Unicode versions, and each predicate here names the part of the library
// whose answer it gives. All are total on char32_t (false above U+10FFFF), O(1) and noexcept.
// Case mapping: unicode_case.hpp. NFC and friends: unicode_normalization.hpp. Grapheme clusters:
// unicode_grapheme.hpp. Named regex properties (\p{..}): regex/property.hpp.

namespace penstock::unicode {

enum class GeneralCategory : uint8_t {
  Cn,
  Cc,
  Cf,
  Co,
  Cs,
  Ll,
  Lm,
  Lo,
  Lt,
  Lu,
  Mc,
  Me,
  Mn,
  Nd,
  Nl,
  No,
  Pc,
  Pd,
  Pe,
  Pf,
  Pi,
  Po,
  Ps,
  Sc,
  Sk,
  Sm,
  So,
  Zl,
  Zp,
  Zs,
};

// Unicode 16, as Oniguruma's \p{Lu} etc. see it. Unassigned code points are Cn.
[[nodiscard]] inline GeneralCategory general_category(char32_t c) noexcept {
  return static_cast<GeneralCategory>(tables::record(c).category);
}

// One bit per GeneralCategory, for tests against a set of categories.
[[nodiscard]] constexpr uint32_t category_bit(GeneralCategory category) noexcept {
  return uint32_t{1} << static_cast<uint32_t>(category);
}
inline constexpr uint32_t kLetterCategories =
    category_bit(GeneralCategory::Lu) | category_bit(GeneralCategory::Ll) |
    category_bit(GeneralCategory::Lt) | category_bit(GeneralCategory::Lm) |
    category_bit(GeneralCategory::Lo);
inline constexpr uint32_t kMarkCategories = category_bit(GeneralCategory::Mn) |
                                            category_bit(GeneralCategory::Mc) |
                                            category_bit(GeneralCategory::Me);
inline constexpr uint32_t kNumberCategories = category_bit(GeneralCategory::Nd) |
                                              category_bit(GeneralCategory::Nl) |
                                              category_bit(GeneralCategory::No);

[[nodiscard]] inline bool in_categories(char32_t c, uint32_t categories) noexcept {
  return ((categories >> tables::record(c).category) & 1U) != 0;
}
// Oniguruma's \p{L}, \p{N}, \p{M}.
[[nodiscard]] inline bool is_letter(char32_t c) noexcept {
  return in_categories(c, kLetterCategories);
}
[[nodiscard]] inline bool is_number(char32_t c) noexcept {
  return in_categories(c, kNumberCategories);
}
[[nodiscard]] inline bool is_mark(char32_t c) noexcept { return in_categories(c, kMarkCategories); }

// White_Space, 25 code points: Rust's char::is_whitespace and \s of both regex engines.
[[nodiscard]] inline bool is_whitespace(char32_t c) noexcept {
  return tables::has_flag(c, tables::kWhitespace);
}
// Rust's char::is_numeric (Nd, Nl, No of Unicode 17): the Digits pre-tokenizer.
[[nodiscard]] inline bool is_numeric_rust(char32_t c) noexcept {
  return tables::has_flag(c, tables::kNumericRust);
}
// BertPreTokenizer and Punctuation: ASCII punctuation and P* of Unicode 8.
[[nodiscard]] inline bool is_punctuation_bert(char32_t c) noexcept {
  return tables::has_flag(c, tables::kPunctuationBert);
}
// Mn of Unicode 8: what BertNormalizer's strip_accents drops.
[[nodiscard]] inline bool is_mark_nonspacing_old(char32_t c) noexcept {
  return tables::has_flag(c, tables::kMarkNonspacingOld);
}
// M* of Unicode 9: what the StripAccents normalizer drops.
[[nodiscard]] inline bool is_combining_mark(char32_t c) noexcept {
  return tables::has_flag(c, tables::kCombiningMark);
}
// Dropped by BertNormalizer's clean_text. U+0000 and U+FFFD are included; \t \n \r are not.
[[nodiscard]] inline bool is_control_bert(char32_t c) noexcept {
  return tables::has_flag(c, tables::kControlBert);
}
// Surrounded with spaces by BertNormalizer's handle_chinese_chars.
[[nodiscard]] inline bool is_cjk_bert(char32_t c) noexcept {
  return tables::has_flag(c, tables::kCjkBert);
}
// \w inside a class of Oniguruma, [\w]: Alphabetic, M, Nd, Pc of Unicode 16.
[[nodiscard]] inline bool is_word_onig(char32_t c) noexcept {
  return tables::has_flag(c, tables::kWordOnig);
}
// \w outside of classes and \b of Oniguruma: its Latin-1 table counts U+00B2 U+00B3 U+00B9 and
// U+00BC to U+00BE in, too.
[[nodiscard]] inline bool is_word_onig_bare(char32_t c) noexcept {
  return tables::has_flag(c, tables::kWordOnigBare);
}
// \w of the Rust regex crate (Whitespace pre-tokenizer, single_word): also U+200C and U+200D.
[[nodiscard]] inline bool is_word_rust(char32_t c) noexcept {
  return tables::has_flag(c, tables::kWordRust);
}

// Script of the UnicodeScripts pre-tokenizer with its adjustments applied (kana counts as Han,
// the space as Any). Only equality and kScriptAny mean anything.
inline constexpr uint8_t kScriptAny = 0;
[[nodiscard]] inline uint8_t pretokenizer_script(char32_t c) noexcept {
  return tables::pretokenizer_script(c);
}

}  // namespace penstock::unicode
