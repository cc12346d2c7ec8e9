// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/merge_cuts.hpp"

#include <algorithm>
#include <bit>

#include "core/utf8.hpp"
#include "tokenizer/models/vocabulary.hpp"

namespace penstock::models {
namespace {

constexpr unsigned kLeastBits = 12;
constexpr unsigned kMostBits = 22;
constexpr std::size_t kByteToken = 6;  // bytes of "<0x0A>"

bool is_hex_digit(char c) noexcept { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }

// Whether "<0x0A>" or the like stands in a longer text.
bool has_byte_token(std::string_view text) {
  for (std::size_t at = text.find("<0x"); at != text.npos; at = text.find("<0x", at + 1)) {
    if (text.size() == kByteToken || text.size() - at < kByteToken) return false;
    if (is_hex_digit(text[at + 3]) && is_hex_digit(text[at + 4]) && text[at + 5] == '>')
      return true;
  }
  return false;
}

}  // namespace

bool MergeCuts::apply_to(const Vocabulary& vocabulary, std::string_view unk_token) {
  const std::uint32_t size = static_cast<std::uint32_t>(vocabulary.size());
  std::vector<bool> seen(4 * vocabulary.size() + kAscii);
  for (std::uint32_t entry = 0; entry < size; ++entry) {
    const std::uint32_t id = vocabulary.id(entry);
    if (id >= seen.size() || seen[id]) return false;
    seen[id] = true;
    const std::string_view text = vocabulary.text(entry);
    if (has_byte_token(text)) return false;
    const bool longer = !unk_token.empty() && text.size() > unk_token.size();
    if (longer && text.find(unk_token) != text.npos) return false;
  }
  return true;
}

MergeCuts::MergeCuts(const Vocabulary& vocabulary, bool all_known)
    : known_(kPlane / 64), all_known_(all_known) {
  const auto size = static_cast<std::uint32_t>(vocabulary.size());
  std::size_t bytes = 0;
  for (std::uint32_t entry = 0; entry < size; ++entry) bytes += vocabulary.text(entry).size();
  const unsigned bits =
      std::clamp(static_cast<unsigned>(std::bit_width(4 * bytes)), kLeastBits, kMostBits);
  shift_ = 64 - bits;
  pairs_.resize((std::size_t{1} << bits) / 64);
  for (auto& row : ascii_) row.set();
  for (std::uint32_t entry = 0; entry < size; ++entry) add(vocabulary.text(entry));
  for (auto& row : ascii_) {
    for (char32_t right = 0; right < kAscii; ++right) {
      if (!is_known(right)) row[right] = false;
    }
  }
}

void MergeCuts::add(std::string_view text) {
  char32_t left = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = utf8::length_from_lead(static_cast<std::uint8_t>(text[at]));
    if (text.size() - at < size) return;  // such an entry stands for no text
    const char32_t right = utf8::decode_unchecked(text.data() + at).code_point;
    if (size == text.size() && right < kPlane) {
      known_[right / 64] |= std::uint64_t{1} << (right % 64);
    }
    if (at > 0 && (left | right) < kAscii) {
      ascii_[left][right] = false;
    } else if (at > 0) {
      const std::size_t bit = pair_bit(left, right);
      pairs_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
    left = right;
    at += size;
  }
}

}  // namespace penstock::models
