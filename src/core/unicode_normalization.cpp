// SPDX-License-Identifier: Apache-2.0
#include "core/unicode_normalization.hpp"

#include <algorithm>
#include <cstddef>

#include "core/unicode/normalization_table.hpp"
#include "core/utf8.hpp"

namespace penstock::unicode {
namespace {

using tables::NormalizationKind;

// Hangul syllables are arithmetic (Unicode 9.0, section 3.12).
constexpr char32_t kSyllables = 0xAC00;
constexpr char32_t kLeads = 0x1100;
constexpr char32_t kVowels = 0x1161;
constexpr char32_t kTrails = 0x11A7;  // the trail "none"
constexpr uint32_t kLeadCount = 19;
constexpr uint32_t kVowelCount = 21;
constexpr uint32_t kTrailCount = 28;
constexpr uint32_t kSyllableCount = kLeadCount * kVowelCount * kTrailCount;

// Position of `c` in the range that starts at `first`; huge when it lies before it.
uint32_t index_in(char32_t c, char32_t first) noexcept {
  return static_cast<uint32_t>(c) - static_cast<uint32_t>(first);
}

bool is_compatible(NormalizationForm form) noexcept {
  return form == NormalizationForm::nfkc || form == NormalizationForm::nfkd;
}

bool is_composed(NormalizationForm form) noexcept {
  return form == NormalizationForm::nfc || form == NormalizationForm::nfkc;
}

// The composition of two characters, 0 if there is none.
char32_t compose_pair(char32_t first, char32_t second) noexcept {
  if (index_in(first, kLeads) < kLeadCount && index_in(second, kVowels) < kVowelCount) {
    return kSyllables +
           (index_in(first, kLeads) * kVowelCount + index_in(second, kVowels)) * kTrailCount;
  }
  const uint32_t syllable = index_in(first, kSyllables);
  if (syllable < kSyllableCount && syllable % kTrailCount == 0 &&
      index_in(second, kTrails + 1) < kTrailCount - 1) {
    return first + index_in(second, kTrails);
  }
  const tables::Composition* const end = tables::kCompositions + tables::kCompositionCount;
  const auto* const found =
      std::lower_bound(tables::kCompositions, end, tables::Composition{first, second, 0},
                       [](const tables::Composition& a, const tables::Composition& b) {
                         return a.first != b.first ? a.first < b.first : a.second < b.second;
                       });
  return found != end && found->first == first && found->second == second ? found->composed : 0;
}

// Writes decomposed characters in canonical order. Marks wait in `out` itself, from `pending_` on,
// until a starter or the end shows that their run is complete.
class Decomposer {
 public:
  Decomposer(std::vector<CharChange>& out, bool compatible) : out_(out), compatible_(compatible) {}

  void add(char32_t c) {
    if (c < 0x80) return push(c, 0);
    const uint32_t syllable = index_in(c, kSyllables);
    if (syllable < kSyllableCount) return add_syllable(syllable);
    const uint32_t at =
        tables::two_stage(tables::kDecompositionBlocks, tables::kDecompositionValues, c);
    if (at == 0) return push(c, 0);
    add_listed(c, tables::kDecompositions + at);
  }

  void finish() { sort_pending(); }

 private:
  void add_syllable(uint32_t syllable) {
    push(kLeads + syllable / (kVowelCount * kTrailCount), 0);
    push(kVowels + syllable / kTrailCount % kVowelCount, 1);
    if (syllable % kTrailCount != 0) push(kTrails + syllable % kTrailCount, 1);
  }

  void add_listed(char32_t c, const uint16_t* entry) {
    const uint32_t canonical = *entry & 0xFFU;
    const uint32_t compatible = static_cast<uint32_t>(*entry) >> 8;
    const uint16_t* units = entry + 1;
    uint32_t length = canonical;
    if (compatible_ && compatible != 0) {
      units += canonical;
      length = compatible;
    }
    if (length == 0) return push(c, 0);
    for (uint32_t i = 0; i < length; ++i) {
      char32_t unit = units[i];
      const bool inserted = i != 0;
      if (unit >= 0xD800 && unit < 0xDC00) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (static_cast<char32_t>(units[++i]) - 0xDC00);
      }
      push(unit, inserted ? 1 : 0);
    }
  }

  void push(char32_t c, int32_t change) {
    if (c < 0x80 || combining_class(c) == 0) {
      sort_pending();
      out_.push_back({c, change});
      pending_ = out_.size();
    } else {
      out_.push_back({c, change});
    }
  }

  // The reference sorts characters together with their changes, stably.
  void sort_pending() {
    if (out_.size() - pending_ > 1) {
      std::stable_sort(out_.begin() + static_cast<std::ptrdiff_t>(pending_), out_.end(),
                       [](const CharChange& a, const CharChange& b) {
                         return combining_class(a.code_point) < combining_class(b.code_point);
                       });
    }
    pending_ = out_.size();
  }

  std::vector<CharChange>& out_;
  bool compatible_;
  size_t pending_ = 0;
};

// Composes a decomposed text in place. Each composition adds up the changes of both parts, less
// one for the character that is no longer there.
void compose(std::vector<CharChange>& text) {
  constexpr size_t kNone = static_cast<size_t>(-1);
  size_t starter = kNone;  // where in the output the last starter is
  int last_class = -1;     // class of the last mark kept after it, -1 if there is none
  size_t written = 0;
  for (const CharChange current : text) {
    const int combining = combining_class(current.code_point);
    if (starter != kNone && last_class < combining) {
      const char32_t whole = compose_pair(text[starter].code_point, current.code_point);
      if (whole != 0) {
        text[starter] = {whole, text[starter].change + current.change - 1};
        continue;
      }
    }
    if (combining == 0) {
      starter = written;
      last_class = -1;
    } else if (starter != kNone) {
      last_class = combining;
    }
    text[written++] = current;
  }
  text.resize(written);
}

}  // namespace

uint8_t combining_class(char32_t c) noexcept {
  return tables::normalization_kind(c).combining_class;
}

void normalize(std::string_view text, NormalizationForm form, std::vector<CharChange>& out) {
  out.clear();
  out.reserve(text.size());
  Decomposer decomposer(out, is_compatible(form));
  for (size_t at = 0; at < text.size();) {
    const utf8::Decoded decoded = utf8::decode_unchecked(text.data() + at);
    decomposer.add(decoded.code_point);
    at += decoded.size;
  }
  decomposer.finish();
  if (is_composed(form)) compose(out);
}

bool is_surely_normalized(std::string_view text, NormalizationForm form) noexcept {
  constexpr uint8_t kChangedBy[] = {tables::kChangedByNfc, tables::kChangedByNfd,
                                    tables::kChangedByNfkc, tables::kChangedByNfkd};
  const uint8_t changed = static_cast<uint8_t>(
      kChangedBy[static_cast<size_t>(form)] | (is_composed(form) ? tables::kComposesBackwards : 0));
  const bool compatible = is_compatible(form);
  uint8_t last_class = 0;
  for (size_t at = 0; at < text.size();) {
    if (static_cast<uint8_t>(text[at]) < 0x80) {
      last_class = 0;
      ++at;
      continue;
    }
    const utf8::Decoded decoded = utf8::decode_unchecked(text.data() + at);
    const NormalizationKind kind = tables::normalization_kind(decoded.code_point);
    if ((kind.flags & changed) != 0) return false;
    if (kind.combining_class != 0 && kind.combining_class < last_class) return false;
    // The parts of a decomposing starter may have to be reordered with the marks after it.
    const bool decomposes =
        (kind.flags & (compatible ? tables::kChangedByNfkd : tables::kChangedByNfd)) != 0;
    last_class = decomposes ? uint8_t{0xFF} : kind.combining_class;
    at += decoded.size;
  }
  return true;
}

}  // namespace penstock::unicode
