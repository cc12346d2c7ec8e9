// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "kernel_test_support.hpp"

// The scanners of patterns and of sequences of splits.

namespace penstock {
namespace {

constexpr const char* kOneDigit =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr const char* kMarks =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr const char* kO200k =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr const char* kTekken =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

// One character of each kind that the patterns tell apart.
constexpr std::array<std::string_view, 15> kO200kKinds = {"A",      "a", "\u01c5", "你", "\u02b0",
                                                          "\u0301", " ", "\t",     "\n", "7",
                                                          "!",      "/", "'",      "s",  "\u017f"};
constexpr std::array<std::string_view, 15> kDeepSeekKinds = {
    "a", "é",      "你", "ァ", "\u3099", "・", "\u3097", "\u0301",
    " ", "\u3000", "\n", "7",  "!",      "—",  "\u0378"};

// Every text of up to four of these characters.
void expect_equal_on_short_texts(Engine engine, std::span<const std::string_view> kinds) {
  ASSERT_NE(engine.kernel, nullptr) << "the pipeline is not recognised";
  std::size_t count = 1;
  for (int size = 1; size <= 4; ++size) {
    count *= kinds.size();
    for (std::size_t i = 0; i < count && !::testing::Test::HasFatalFailure(); ++i) {
      std::string text;
      for (std::size_t rest = i, k = 0; k < static_cast<std::size_t>(size); ++k) {
        text += kinds[rest % kinds.size()];
        rest /= kinds.size();
      }
      expect_equal(engine, text);
    }
  }
}

// Every character of the first two planes between letters, blanks, marks of punctuation and
// numbers.
void expect_equal_on_every_character(Engine engine) {
  std::string text;
  for (char32_t c = 1; c < 0x20000 && !::testing::Test::HasFatalFailure(); ++c) {
    if (c == 0x4E10) c = 0x9F90;  // Han all alike
    if (c == 0xAC10) c = 0xE000;  // Hangul, and surrogates
    std::string one;
    utf8::append(one, c);
    text += "a" + one + "A " + one + "!" + one + one + "7" + one + "你" + one;
    if (c % 16 != 0) continue;
    expect_equal(engine, text);
    text.clear();
  }
}

TEST(KernelSplits, Gpt2PiecesAreThoseOfTheRegex) {
  expect_equal_on_random_texts(make(nullptr, byte_level_json(true), byte_bpe_model(false)), 1);
}

TEST(KernelSplits, Gpt2BehindNfkcKeepsTheAlignment) {
  expect_equal_on_random_texts(
      make({{"type", "NFKC"}}, byte_level_json(true), byte_bpe_model(false)), 2);
}

TEST(KernelSplits, Cl100kPiecesAreThoseOfTheRegex) {
  const Json model = byte_bpe_model(true);
  expect_equal_on_random_texts(make(nullptr, split_then_bytes(kThreeDigits), model), 3);
}

TEST(KernelSplits, Cl100kWithSingleDigitsBehindNfc) {
  const Json model = byte_bpe_model(false);
  expect_equal_on_random_texts(make({{"type", "NFC"}}, split_then_bytes(kOneDigit), model), 4);
}

TEST(KernelSplits, Cl100kWithMarksInWords) {
  const Json model = byte_bpe_model(false);
  expect_equal_on_random_texts(make(nullptr, split_then_bytes(kMarks), model), 5);
}

TEST(KernelSplits, O200kPiecesAreThoseOfTheRegex) {
  const Json model = byte_bpe_model(true);
  expect_equal_on_short_texts(make(nullptr, split_then_bytes(kO200k), model), kO200kKinds);
  expect_equal_on_every_character(make(nullptr, split_then_bytes(kO200k), model));
  expect_equal_on_random_texts(make(nullptr, split_then_bytes(kO200k), model), 6);
  expect_equal_on_random_texts(make({{"type", "NFC"}}, split_then_bytes(kO200k), model), 7);
}

TEST(KernelSplits, TekkenPiecesAreThoseOfTheRegex) {
  const Json model = byte_bpe_model(false);
  expect_equal_on_short_texts(make(nullptr, split_then_bytes(kTekken), model), kO200kKinds);
  expect_equal_on_random_texts(make(nullptr, split_then_bytes(kTekken), model), 8);
}

Json isolated(const char* pattern) {
  return {{"type", "Split"},
          {"pattern", {{"Regex", pattern}}},
          {"behavior", "Isolated"},
          {"invert", false}};
}

TEST(KernelSplits, DeepSeekPiecesAreThoseOfTheThreeRegexes) {
  const Json model = byte_bpe_model(false);
  // With and without escapes for the newlines, as files have either.
  for (
      const char* words :
      {R"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
       "[!\\\"#$%&'()*+,\\-./"
       ":;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| "
       "?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+"}) {
    const Json splits = {{"type", "Sequence"},
                         {"pretokenizers", Json::array({isolated(R"(\p{N}{1,3})"),
                                                        isolated("[一-龥぀-ゟ゠-ヿ]+"),
                                                        isolated(words), byte_level_json(false)})}};
    const auto plan = make(nullptr, splits, model).pre_tokenizer->scan_plan();
    ASSERT_TRUE(plan && plan->kind == kernels::ScanPlan::Kind::deepseek);
    expect_equal_on_short_texts(make(nullptr, splits, model), kDeepSeekKinds);
    expect_equal_on_random_texts(make(nullptr, splits, model), 44);
    expect_equal_on_every_character(make(nullptr, splits, model));
  }
  // One of the three alone, and two of them.
  const Json numbers = {
      {"type", "Sequence"},
      {"pretokenizers", Json::array({isolated(R"(\p{N}{1,3})"), byte_level_json(false)})}};
  expect_equal_on_random_texts(make(nullptr, numbers, model), 45);
}

Json sequence_of(const Json& first, const Json& second) {
  return {{"type", "Sequence"}, {"pretokenizers", Json::array({first, second})}};
}

constexpr std::array<std::string_view, 15> kWordKinds = {"a",  "é",      "s",      "'",  "\u0301",
                                                         "7",  "\u0663", "\u00b2", " ",  "\t",
                                                         "\n", "\u3000", "!",      "，", "😀"};

TEST(KernelSplits, DigitsApartInFrontOfWords) {
  const Json digits = {{"type", "Digits"}, {"individual_digits", true}};
  const Json splits = sequence_of(digits, byte_level_json(true));
  const Json model = byte_bpe_model(false);
  const auto plan = make(nullptr, splits, model).pre_tokenizer->scan_plan();
  ASSERT_TRUE(plan && plan->kind == kernels::ScanPlan::Kind::gpt2 && plan->digits_apart);
  expect_equal_on_short_texts(make(nullptr, splits, model), kWordKinds);
  expect_equal_on_every_character(make(nullptr, splits, model));
  expect_equal_on_random_texts(make(nullptr, splits, model), 60);
  expect_equal_on_random_texts(make({{"type", "NFC"}}, splits, byte_bpe_model(true)), 61);
  // Without words behind them.
  expect_equal_on_random_texts(make(nullptr, sequence_of(digits, byte_level_json(false)), model),
                               62);
}

TEST(KernelSplits, WordsInInterpretedPieces) {
  const Json punctuation = {{"type", "Punctuation"}, {"behavior", "Contiguous"}};
  const Json digits = {{"type", "Digits"}, {"individual_digits", false}};
  const Json model = byte_bpe_model(false);
  expect_equal_on_random_texts(
      make(nullptr, sequence_of(punctuation, byte_level_json(true)), model), 63);
  const Json three = {{"type", "Sequence"},
                      {"pretokenizers", Json::array({digits, punctuation, byte_level_json(true)})}};
  expect_equal_on_random_texts(make({{"type", "NFKC"}}, three, model), 64);
  expect_equal_on_random_texts(make({{"type", "NFD"}}, three, model), 65);
}

TEST(KernelSplits, ABlankInFrontOfTheText) {
  Json with_blank = byte_level_json(true);
  with_blank["add_prefix_space"] = true;
  const Json model = byte_bpe_model(false);
  expect_equal_on_short_texts(make(nullptr, with_blank, model), kWordKinds);
  expect_equal_on_random_texts(make(nullptr, with_blank, model), 66);
  expect_equal_on_random_texts(make({{"type", "NFKC"}}, with_blank, model), 67);
  expect_equal_on_random_texts(make({{"type", "NFD"}}, with_blank, model), 68);
  // In a sequence each piece gets one.
  EXPECT_EQ(make(nullptr, sequence_of({{"type", "WhitespaceSplit"}}, with_blank), model).kernel,
            nullptr);
}

TEST(KernelSplits, BloomPiecesAreThoseOfTheRegex) {
  constexpr std::array<std::string_view, 15> kKinds = {
      "a", "é", "(", "|", ".", "[", "]", "…", "，", "7", " ", "\u3000", "\n", "।", "😀"};
  const Json splits = split_then_bytes(" ?[^(\\s|[.,!?…。，、।۔،])]+");
  const Json model = byte_bpe_model(false);
  expect_equal_on_short_texts(make(nullptr, splits, model), kKinds);
  expect_equal_on_every_character(make(nullptr, splits, model));
  expect_equal_on_random_texts(make(nullptr, splits, model), 69);
  expect_equal_on_random_texts(make({{"type", "NFC"}}, splits, model), 70);
}

TEST(KernelSplits, SpellingsOfTiktoken) {
  unsigned seed = 71;
  for (
      const char* pattern :
      {R"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
       R"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+)"}) {
    const Json model = byte_bpe_model(true);
    const auto plan = make(nullptr, split_then_bytes(pattern), model).pre_tokenizer->scan_plan();
    ASSERT_TRUE(plan && plan->kind == kernels::ScanPlan::Kind::cl100k);
    expect_equal_on_short_texts(make(nullptr, split_then_bytes(pattern), model), kO200kKinds);
    expect_equal_on_random_texts(make(nullptr, split_then_bytes(pattern), model), ++seed);
  }
}

}  // namespace
}  // namespace penstock
