// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

// Writes SentencePiece models field by field, right or wrong.

namespace penstock::testing {

inline std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7FU) | 0x80U);
  return out + static_cast<char>(value);
}

inline std::string tag(std::uint32_t number, std::uint32_t wire_type) {
  return varint(std::uint64_t{number} << 3 | wire_type);
}

inline std::string int_field(std::uint32_t number, std::uint64_t value) {
  return tag(number, 0) + varint(value);
}

inline std::string bytes_field(std::uint32_t number, std::string_view bytes) {
  return tag(number, 2) + varint(bytes.size()) + std::string(bytes);
}

inline std::string float_field(std::uint32_t number, float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  std::string out = tag(number, 5);
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(bits >> shift & 0xFFU);
  return out;
}

// The types of ModelProto.SentencePiece.
inline constexpr std::uint64_t kNormalPiece = 1;
inline constexpr std::uint64_t kUnknownPiece = 2;
inline constexpr std::uint64_t kControlPiece = 3;
inline constexpr std::uint64_t kUserDefinedPiece = 4;
inline constexpr std::uint64_t kBytePiece = 6;

inline std::string piece_field(std::string_view text, float score = 0,
                               std::uint64_t type = kNormalPiece) {
  return bytes_field(1, bytes_field(1, text) + float_field(2, score) + int_field(3, type));
}

// trainer_spec with the model type (1 unigram, 2 BPE, 3 words) and further fields.
inline std::string trainer_field(std::uint64_t model_type, const std::string& more = {}) {
  return bytes_field(2, int_field(3, model_type) + more);
}

// <unk>, <s>, </s>, the letters a and b, ab and the space mark.
inline std::string small_model(std::uint64_t model_type = 1) {
  return piece_field("<unk>", 0, kUnknownPiece) + piece_field("<s>", 0, kControlPiece) +
         piece_field("</s>", 0, kControlPiece) + piece_field("a", -2) + piece_field("b", -3) +
         piece_field("ab", -1) + piece_field("▁", -4) + trainer_field(model_type);
}

}  // namespace penstock::testing
