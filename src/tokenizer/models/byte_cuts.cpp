// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/byte_cuts.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "core/utf8.hpp"
#include "tokenizer/byte_level_alphabet.hpp"
#include "tokenizer/models/byte_hash.hpp"
#include "tokenizer/models/vocabulary.hpp"

namespace penstock::models {
namespace {

// A character's bytes as one number, the first one lowest.
std::uint32_t load_character(const char* at, std::size_t size) noexcept {
  return static_cast<std::uint32_t>(load_partial(at, size));
}

// The same, where bytes up to `end` may be read.
struct Character {
  std::uint32_t bytes;
  std::uint32_t size;
};
Character next_character(const char* at, const char* end) noexcept {
  const std::uint32_t size = utf8::length_from_lead(static_cast<std::uint8_t>(*at));
  if (end - at < 4) return {load_character(at, size), size};
  std::uint32_t bytes;
  std::memcpy(&bytes, at, 4);
  return {bytes & (0xFFFFFFFFU >> (32 - 8 * size)), size};
}

std::uint64_t pair_of(std::uint32_t left, std::uint32_t right) noexcept {
  return std::uint64_t{left} << 32 | right;
}

std::size_t broken_place(char last, char first) noexcept {
  return static_cast<std::size_t>(static_cast<std::uint8_t>(last)) << 8 |
         static_cast<std::uint8_t>(first);
}

// The bytes that a text in the byte-level alphabet stands for; false where it has other
// characters, which no merge of bytes makes.
bool to_bytes(std::string_view text, std::string& bytes) {
  bytes.clear();
  for (std::size_t at = 0; at < text.size();) {
    const auto c = utf8::decode_unchecked(text.data() + at);
    const int byte = byte_level::to_byte(c.code_point);
    if (byte < 0) return false;
    bytes += static_cast<char>(byte);
    at += c.size;
  }
  return true;
}

}  // namespace

// Where two entries share an id, a token's text does not tell what it covers: nothing is cut.
ByteCuts::ByteCuts(const Vocabulary& vocabulary) {
  std::vector<std::uint64_t> pairs;
  std::string bytes;
  for (std::uint32_t entry = 0; entry < vocabulary.size(); ++entry) {
    const std::string_view text = vocabulary.text(entry);
    if (vocabulary.token(vocabulary.id(entry)) != text) {
      broken_.set();
      break;
    }
    if (!to_bytes(text, bytes) || utf8::is_ascii(bytes)) continue;
    add_entry(bytes, pairs);
  }
  constexpr std::size_t kBitsEach = 16;
  const std::size_t bits = std::bit_ceil(std::max<std::size_t>(pairs.size() * kBitsEach, 64));
  shift_ = 64 - static_cast<unsigned>(std::bit_width(bits) - 1);
  bits_.resize(bits / 64);
  for (const std::uint64_t pair : pairs) bits_[bit_of(pair) / 64] |= 1ULL << (bit_of(pair) % 64);
}

// An entry may begin and end inside of a character.
void ByteCuts::add_entry(std::string_view bytes, std::vector<std::uint64_t>& pairs) {
  std::size_t left = 0;
  for (std::size_t at = 1; at < bytes.size(); ++at) {
    if (utf8::is_continuation(bytes[at])) continue;
    const std::size_t size = utf8::length_from_lead(static_cast<std::uint8_t>(bytes[at]));
    const auto lead = static_cast<std::uint8_t>(bytes[left]);
    const bool whole = !utf8::is_continuation(bytes[left]) &&
                       at - left == utf8::length_from_lead(lead) && size <= bytes.size() - at;
    if (whole) {
      pairs.push_back(
          pair_of(load_character(&bytes[left], at - left), load_character(&bytes[at], size)));
    } else {
      broken_.set(broken_place(bytes[at - 1], bytes[at]));
    }
    left = at;
  }
}

// Entries of ASCII alone are not looked at: two such characters count as joined.
std::size_t ByteCuts::part_end(std::string_view piece, std::size_t at) const noexcept {
  const char* const end = piece.data() + piece.size();
  const char* next = piece.data() + at;
  Character left = next_character(next, end);
  for (next += left.size; next < end; next += left.size) {
    const Character right = next_character(next, end);
    if ((left.bytes | right.bytes) >= 0x80) {
      const std::size_t bit = bit_of(pair_of(left.bytes, right.bytes));
      const bool joined = ((bits_[bit / 64] >> (bit % 64)) & 1U) != 0;
      if (!joined && !broken_[broken_place(next[-1], *next)]) break;
    }
    left = right;
  }
  return static_cast<std::size_t>(next - piece.data());
}

}  // namespace penstock::models
