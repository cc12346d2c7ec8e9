// SPDX-License-Identifier: Apache-2.0
#include "core/regex/char_class.hpp"

#include <algorithm>
#include <cstddef>
#include <map>

namespace penstock::regex {
namespace {

// The code points whose UTF-8 begins with `lead`, surrogates included.
CodeRange range_of_lead(uint32_t lead) noexcept {
  if (lead < 0x80) return {lead, lead};
  if (lead < 0xE0) return {(lead - 0xC0) << 6, ((lead - 0xC0) << 6) | 0x3F};
  if (lead < 0xF0) {
    return {std::max<char32_t>((lead - 0xE0) << 12, 0x800), ((lead - 0xE0) << 12) | 0xFFF};
  }
  return {std::max<char32_t>((lead - 0xF0) << 18, 0x10000),
          std::min<char32_t>(((lead - 0xF0) << 18) | 0x3FFFF, kLastCodePoint)};
}

}  // namespace

CharClass::CharClass(const CodeSet& set) {
  build_leads(set);
  if (std::find(lead_.begin(), lead_.end(), kLookUp) != lead_.end()) build_words(set);
}

void CharClass::build_leads(const CodeSet& set) {
  // No valid text has surrogates, so they may count as members where that completes a range.
  CodeSet with_surrogates = set;
  with_surrogates.unite(CodeSet{{0xD800, 0xDFFF}});
  CodeSet missing = with_surrogates;
  missing.complement();
  for (uint32_t lead = 0; lead < 0xF5; ++lead) {
    if (lead >= 0x80 && lead < 0xC2) continue;
    const CodeSet all{range_of_lead(lead)};
    if (all.disjoint(missing)) {
      lead_[lead] = static_cast<uint8_t>(utf8::length_from_lead(static_cast<uint8_t>(lead)));
    } else if (!all.disjoint(set)) {
      lead_[lead] = kLookUp;
    }
  }
}

void CharClass::build_words(const CodeSet& set) {
  std::vector<uint64_t> bits((kLastCodePoint + 1) / 64);
  for (const CodeRange& range : set.ranges()) {
    for (char32_t c = range.low; c <= range.high;) {
      if (c % 64 == 0 && range.high - c >= 63) {
        bits[c / 64] = ~uint64_t{0};
        c += 64;
      } else {
        bits[c / 64] |= uint64_t{1} << (c % 64);
        ++c;
      }
    }
  }
  std::map<std::array<uint64_t, 4>, uint16_t> known;
  for (size_t word = 0; word < bits.size(); word += 4) {
    const std::array<uint64_t, 4> block{bits[word], bits[word + 1], bits[word + 2], bits[word + 3]};
    const auto [place, is_new] = known.try_emplace(block, static_cast<uint16_t>(words_.size()));
    if (is_new) words_.insert(words_.end(), block.begin(), block.end());
    blocks_.push_back(place->second);
  }
}

}  // namespace penstock::regex
