// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <penstock/error.hpp>
#include <penstock/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/utf8.hpp"
#include "tokenizer/components.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/text_arena.hpp"

// Normalizer::normalize_fast against Normalizer::normalize: text and alignments are the same.

namespace penstock::testing {
namespace {

// Ranges whose characters meet one another in every way: marks, jamo, Indic, emoji, ligatures.
constexpr std::array<std::pair<char32_t, char32_t>, 24> kRanges = {{
    {0x00, 0x7F},     {0x20, 0x7E},     {0x41, 0x5A},     {0x80, 0xFF},       {0x100, 0x24F},
    {0x300, 0x36F},   {0x370, 0x3FF},   {0x400, 0x45F},   {0x591, 0x5C7},     {0x61C, 0x65F},
    {0x900, 0x97F},   {0xE30, 0xE4F},   {0x1100, 0x11FF}, {0x1B00, 0x1B4F},   {0x1E00, 0x1EFF},
    {0x2000, 0x206F}, {0x2100, 0x218F}, {0x3000, 0x30FF}, {0x4E00, 0x4E4F},   {0xAC00, 0xAC9F},
    {0xF900, 0xFAFF}, {0xFB00, 0xFDFF}, {0xFF00, 0xFFEF}, {0x1D150, 0x1D170},
}};
constexpr std::array<std::string_view, 14> kPieces = {
    "word", "  ",     "\r\n",   "e\u0301", "\u0323\u0301", "\u302e\u0301", "\u1112\u1161\u11ab",
    "\x1f", "\u200b", "\u200d", "\u2026",  "\U0001f468",   "\U0001f3fd",   "\ufe0f"};

std::string random_text(std::mt19937& random) {
  std::string text;
  const std::size_t parts = random() % 30;
  for (std::size_t i = 0; i < parts; ++i) {
    if (random() % 3 == 0) {
      text += kPieces[random() % kPieces.size()];
      continue;
    }
    const auto& [first, last] = kRanges[random() % kRanges.size()];
    for (std::size_t k = random() % 3 + 1; k > 0; --k) {
      utf8::append(text, first + static_cast<char32_t>(random() % (last - first + 1)));
    }
  }
  return text;
}

// The text, and for each character the original bytes it aligns with; "refused" for an error.
std::string dump(const Normalizer& normalizer, std::string_view original, bool fast) {
  TextArena arena;
  NormalizedString text(original, arena);
  try {
    fast ? normalizer.normalize_fast(text) : normalizer.normalize(text);
  } catch (const Error&) {
    return "refused";
  }
  std::string result(text.text());
  for (std::size_t i = 0; i < text.text().size();) {
    const auto c = utf8::decode_unchecked(text.text().data() + i);
    const Alignment a = text.original_range(i, i + c.size);
    result += " " + std::to_string(a.begin) + "-" + std::to_string(a.end);
    i += c.size;
  }
  return result;
}

void expect_equal_ways(const std::string& json, unsigned seed, int texts) {
  const JsonDocument document = JsonDocument::parse(json);
  const std::unique_ptr<Normalizer> normalizer = make_normalizer(document.root());
  std::mt19937 random(seed);
  for (int i = 0; i < texts; ++i) {
    const std::string text = random_text(random);
    ASSERT_EQ(dump(*normalizer, text, true), dump(*normalizer, text, false))
        << json.substr(0, 300) << "\n"
        << ::testing::PrintToString(text);
  }
}

TEST(FastNormalizers, UnicodeForms) {
  for (const char* form : {"NFC", "NFD", "NFKC", "NFKD"}) {
    expect_equal_ways(Json{{"type", form}}.dump(), 1, 6000);
  }
}

TEST(FastNormalizers, CharacterByCharacter) {
  for (const char* type : {"Nmt", "Lowercase", "StripAccents"}) {
    expect_equal_ways(Json{{"type", type}}.dump(), 2, 6000);
  }
}

TEST(FastNormalizers, BertInEveryCombinationOfOptions) {
  for (unsigned options = 0; options < 16; ++options) {
    const Json json = {{"type", "BertNormalizer"},
                       {"clean_text", (options & 1U) != 0},
                       {"handle_chinese_chars", (options & 2U) != 0},
                       {"strip_accents", (options & 4U) != 0},
                       {"lowercase", (options & 8U) != 0}};
    expect_equal_ways(json.dump(), options, 1200);
  }
}

// A charsmap with a block of 256 places for each node of its trie, as base64.
class CharsmapBuilder {
 public:
  void add(std::string_view key, std::string_view replacement) {
    std::size_t base = kBlock;
    std::size_t unit = 0;
    for (const char byte : key) {
      unit = base ^ static_cast<std::uint8_t>(byte);
      if (units_[unit] == 0) {
        const std::size_t child = units_.size();
        units_.resize(child + kBlock);
        units_[unit] =
            static_cast<std::uint32_t>((unit ^ child) << 10) | static_cast<std::uint8_t>(byte);
      }
      base = unit ^ (units_[unit] >> 10);
    }
    units_[unit] |= kHasLeaf;
    units_[base] = static_cast<std::uint32_t>(replacements_.size()) | kLeaf;
    replacements_.append(replacement).push_back('\0');
  }

  [[nodiscard]] std::string base64() const {
    const auto trie_bytes = static_cast<std::uint32_t>(4 * units_.size());
    std::string blob(4 + std::size_t{trie_bytes}, '\0');
    std::memcpy(blob.data(), &trie_bytes, 4);
    std::memcpy(blob.data() + 4, units_.data(), trie_bytes);
    return encode(blob + replacements_);
  }

 private:
  static constexpr std::size_t kBlock = 256;
  static constexpr std::uint32_t kHasLeaf = 0x100;
  static constexpr std::uint32_t kLeaf = 0x80000000;

  static std::string encode(std::string_view blob) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < blob.size(); i += 3) {
      std::uint32_t bits = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        bits = bits << 8 | (i + k < blob.size() ? static_cast<std::uint8_t>(blob[i + k]) : 0U);
      }
      for (std::size_t k = 0; k < 4; ++k) {
        const bool there = i + k <= blob.size();
        text += there ? kDigits[(bits >> (18 - 6 * k)) & 63U] : '=';
      }
    }
    return text;
  }

  std::vector<std::uint32_t> units_ = first_units();
  std::string replacements_;

  static std::vector<std::uint32_t> first_units() {
    std::vector<std::uint32_t> units(2 * kBlock);
    units[0] = kBlock << 10;
    return units;
  }
};

// Removes, expands and shrinks characters and clusters.
TEST(FastNormalizers, PrecompiledCharsmap) {
  CharsmapBuilder map;
  for (const auto& [key, replacement] : std::initializer_list<std::array<std::string_view, 2>>{
           {"\x1f", ""},
           {"\u200b", ""},
           {"\u0301", ""},
           {"\r", " "},
           {"\n", " "},
           {"\u2026", "..."},
           {"\u00e9", "e"},
           {"e\u0301", "\u00e9"},
           {"\u0323\u0301", "xyz"},
           {"A", "a"},
           {"w", "vv"},
           {"\ufdfa", "a long one of many letters"},
           {"\U0001f468", ""},
           {"\u0e33", "\u0e4d\u0e32"},
           {"\ufb01", "fi"},
           {"\u3042", "\u30a2"}}) {
    map.add(key, replacement);
  }
  const Json json = {{"type", "Precompiled"}, {"precompiled_charsmap", map.base64()}};
  expect_equal_ways(json.dump(), 3, 20000);
  const Json squeeze = {{"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", "▁"}};
  const Json all = {{"type", "Sequence"}, {"normalizers", Json::array({json, squeeze})}};
  expect_equal_ways(all.dump(), 4, 4000);
}

TEST(FastNormalizers, StripAndSqueezeBehindAnything) {
  const Json strip = {{"type", "Strip"}, {"strip_left", false}, {"strip_right", true}};
  const Json squeeze = {{"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", "▁"}};
  for (const char* form : {"NFC", "NFKD", "Lowercase", "StripAccents"}) {
    const Json json = {{"type", "Sequence"},
                       {"normalizers", Json::array({{{"type", form}}, strip, squeeze})}};
    expect_equal_ways(json.dump(), 7, 4000);
  }
}

}  // namespace
}  // namespace penstock::testing
