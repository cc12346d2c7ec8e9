// SPDX-License-Identifier: Apache-2.0
#include "core/utf8.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace penstock::utf8 {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080ULL;

uint64_t load_word(const char* at) noexcept {
  uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Bytes of `text` from `at` on that are ASCII.
size_t ascii_run(std::string_view text, size_t at) noexcept {
  const size_t begin = at;
  while (at + 8 <= text.size() && (load_word(text.data() + at) & kHighBits) == 0) at += 8;
  while (at < text.size() && static_cast<uint8_t>(text[at]) < 0x80) ++at;
  return at - begin;
}

// What the bytes at some position are: a whole character, or the start of a broken one.
struct Step {
  size_t size;  // bytes of the character, or of the longest prefix a valid character could have
  bool valid;
};

// The bounds of a second byte depend on the lead byte (Unicode 16, table 3-7).
Step step_at(std::string_view text, size_t at) noexcept {
  const auto lead = static_cast<uint8_t>(text[at]);
  if (lead < 0x80) return {1, true};
  if (lead < 0xC2 || lead > 0xF4) return {1, false};
  const size_t length = length_from_lead(lead);
  const uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (size_t i = 1; i < length; ++i) {
    if (at + i >= text.size()) return {i, false};
    const auto byte = static_cast<uint8_t>(text[at + i]);
    if (byte < (i == 1 ? low : 0x80) || byte > (i == 1 ? high : 0xBF)) return {i, false};
  }
  return {length, true};
}

// Of the 64 (or fewer) bytes at `at`, a bit for each that starts a character.
uint64_t start_bits(std::string_view text, size_t at) noexcept {
  const size_t end = std::min(text.size(), at + 64);
  uint64_t bits = 0;
  for (size_t i = at; i < end; ++i) {
    bits |= static_cast<uint64_t>(!is_continuation(text[i])) << (i - at);
  }
  return bits;
}

}  // namespace

void append(std::string& out, char32_t code_point) {
  const auto c = static_cast<uint32_t>(code_point);
  const auto push = [&out](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    push(c);
  } else if (c < 0x800) {
    push(0xC0 | (c >> 6));
    push(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    push(0xE0 | (c >> 12));
    push(0x80 | ((c >> 6) & 0x3F));
    push(0x80 | (c & 0x3F));
  } else {
    push(0xF0 | (c >> 18));
    push(0x80 | ((c >> 12) & 0x3F));
    push(0x80 | ((c >> 6) & 0x3F));
    push(0x80 | (c & 0x3F));
  }
}

bool is_ascii(std::string_view text) noexcept { return ascii_run(text, 0) == text.size(); }

size_t valid_prefix(std::string_view text) noexcept {
  size_t at = 0;
  while (true) {
    at += ascii_run(text, at);
    if (at == text.size()) return at;
    const Step step = step_at(text, at);
    if (!step.valid) return at;
    at += step.size;
  }
}

bool is_valid(std::string_view text) noexcept { return valid_prefix(text) == text.size(); }

std::string to_valid_lossy(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  size_t at = 0;
  while (at < bytes.size()) {
    const size_t good = valid_prefix(bytes.substr(at));
    out.append(bytes, at, good);
    at += good;
    if (at == bytes.size()) break;
    append(out, kReplacementCharacter);
    at += step_at(bytes, at).size;
  }
  return out;
}

size_t count(std::string_view text) noexcept {
  size_t characters = 0;
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    // A continuation byte has bit 7 set and bit 6 clear.
    const uint64_t word = load_word(text.data() + at);
    const uint64_t continuation = word & ~(word << 1) & kHighBits;
    characters += 8 - static_cast<size_t>(std::popcount(continuation));
  }
  for (; at < text.size(); ++at) characters += !is_continuation(text[at]);
  return characters;
}

std::u32string to_u32(std::string_view text) {
  std::u32string out;
  out.reserve(count(text));
  for (size_t at = 0; at < text.size();) {
    const Decoded decoded = decode_unchecked(text.data() + at);
    out.push_back(decoded.code_point);
    at += decoded.size;
  }
  return out;
}

std::string from_u32(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : text) append(out, c);
  return out;
}

void CharOffsets::reset(std::string_view text) {
  blocks_.clear();
  size_ = text.size();
  char_count_ = text.size();
  if (is_ascii(text)) return;
  blocks_.reserve(text.size() / 64 + 1);
  uint64_t before = 0;
  for (size_t at = 0; at < text.size(); at += 64) {
    const uint64_t starts = start_bits(text, at);
    blocks_.push_back({starts, before});
    before += static_cast<uint64_t>(std::popcount(starts));
  }
  char_count_ = static_cast<size_t>(before);
}

size_t CharOffsets::char_of_byte(size_t byte) const noexcept {
  if (byte >= size_) return char_count_;
  if (blocks_.empty()) return byte;
  const Block& block = blocks_[byte / 64];
  const uint64_t up_to_byte = ~uint64_t{0} >> (63 - byte % 64);
  return static_cast<size_t>(block.before) +
         static_cast<size_t>(std::popcount(block.starts & up_to_byte)) - 1;
}

}  // namespace penstock::utf8
