// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/char_wise.hpp"

#include <algorithm>
#include <string>

#include "tokenizer/kernels/piece_cache.hpp"

namespace penstock::normalizers {

CharWise::CharWise() : owner_(kernels::PieceCache::next_owner()) {}

void CharWise::find_what_stays() {
  for (std::uint32_t c = 0; c < stays_.size(); ++c) {
    const CharRewrites::Rewrite rewrite = rewrite_of(c);
    stays_[c] = rewrite.size == 1 && rewrite.bytes[0] == static_cast<char>(c);
  }
}

void CharWise::normalize_fast(NormalizedString& text) const {
  CharRewrites& rewrites = CharRewrites::of_thread(owner_);
  if (!has_original_layout(text) || !Rewriter(*this, rewrites, text).run(text)) normalize(text);
}

CharRewrites::Rewrite CharWise::rewrite_of(char32_t c) const {
  std::string character;
  utf8::append(character, c);
  TextArena arena;
  NormalizedString text(character, arena);
  normalize(text);
  const std::string_view result = text.text();
  CharRewrites::Rewrite rewrite;
  rewrite.flags = Rewriter::kAlone;
  if (result.size() > CharRewrites::Rewrite::kMostBytes) return rewrite;
  rewrite.size = static_cast<std::uint8_t>(result.size());
  std::copy(result.begin(), result.end(), rewrite.bytes.begin());
  if (utf8::count(result) == 1) rewrite.flags |= Rewriter::kOneCharacter;
  return rewrite;
}

std::uint8_t CharWise::flags_of(char32_t c) const {
  std::string character;
  utf8::append(character, c);
  std::uint8_t flags = CharFlags::kKnown | CharFlags::kAlone | CharFlags::kFirst |
                       CharFlags::kBegins | CharFlags::kEnds;
  if (rewrite_of(c).is(character)) flags |= CharFlags::kStays;
  return flags;
}

}  // namespace penstock::normalizers
