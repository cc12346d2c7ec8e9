// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// Access to the generated two-stage property tables (tools/make_unicode_tables.py).

namespace penstock::unicode::tables {

// Flag bits of Record::flags, in the order the generator writes them.
inline constexpr uint16_t kWhitespace = 1U << 0;
inline constexpr uint16_t kNumericRust = 1U << 1;
inline constexpr uint16_t kPunctuationBert = 1U << 2;
inline constexpr uint16_t kMarkNonspacingOld = 1U << 3;
inline constexpr uint16_t kCombiningMark = 1U << 4;
inline constexpr uint16_t kControlBert = 1U << 5;
inline constexpr uint16_t kCjkBert = 1U << 6;
inline constexpr uint16_t kWordOnig = 1U << 7;
inline constexpr uint16_t kWordRust = 1U << 8;
inline constexpr uint16_t kWordOnigBare = 1U << 9;

// What all code points of one kind share.
struct Record {
  uint16_t flags;
  uint8_t category;  // GeneralCategory
};

inline constexpr uint32_t kBlockShift = 7;
inline constexpr uint32_t kBlockMask = (1U << kBlockShift) - 1;
inline constexpr uint32_t kCodePoints = 0x110000;

// A block number per 128 code points, then a value per code point of the block. The last entry of
// each block index serves everything above U+10FFFF.
extern const uint16_t kRecordBlocks[kCodePoints / 128 + 1];
extern const uint8_t kRecordValues[];
extern const Record kRecords[];
extern const uint8_t kScriptBlocks[kCodePoints / 128 + 1];
extern const uint8_t kScriptValues[];

// Looks `c` up in one pair of stages.
template <typename Block, typename Value>
[[nodiscard]] inline Value two_stage(const Block* blocks, const Value* values,
                                     char32_t c) noexcept {
  const uint32_t code_point = c < kCodePoints ? static_cast<uint32_t>(c) : kCodePoints;
  return values[(static_cast<uint32_t>(blocks[code_point >> kBlockShift]) << kBlockShift) +
                (code_point & kBlockMask)];
}

[[nodiscard]] inline const Record& record(char32_t c) noexcept {
  return kRecords[two_stage(kRecordBlocks, kRecordValues, c)];
}
[[nodiscard]] inline bool has_flag(char32_t c, uint16_t flag) noexcept {
  return (record(c).flags & flag) != 0;
}
[[nodiscard]] inline uint8_t pretokenizer_script(char32_t c) noexcept {
  return two_stage(kScriptBlocks, kScriptValues, c);
}

}  // namespace penstock::unicode::tables
