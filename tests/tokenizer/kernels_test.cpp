// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <penstock/json.hpp>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/utf8.hpp"
#include "tokenizer/byte_level_alphabet.hpp"
#include "tokenizer/engine.hpp"
#include "tokenizer/kernels/kernel.hpp"
#include "tokenizer/pre_tokenizer.hpp"
#include "tokenizer/tokenizer_document.hpp"
#include "tokenizer/tokenizer_json.hpp"

// Every kernel against the interpreter: the same ids, offsets, words and token texts.

namespace penstock {
namespace {

constexpr std::array<std::string_view, 64> kAlphabet = {
    " ",      " ",      "  ",      "\n",     "\r",
    "\r\n",   "\t",     "\v",      "\x1c",   "\u00a0",
    "\u0085", "\u3000", "a",       "b",      "s",
    "S",      "t",      "re",      "'",      "'",
    "ll",     "'LL",    "\u017f",  "\u212a", "1",
    "2",      "34",     "5",       "\u00b2", "\u0663",
    "\u216b", ".",      ",",       "!",      "-",
    "\u2014", "é",      "e\u0301", "\u0301", "ß",
    "İ",      "Σ",      "\u01c5",  "你",     "好",
    "，",     "\uac00", "\u1100",  "\u0e33", "\u0915\u094d",
    "😀",     "\u200d", "\ufe0f",  "\u2581", "\u2581\u2581",
    "\u2026", "\ufb01", "\u0378",  "\ufffd", "\u00ad",
    "[X]",    "<y>",    "\u302e",  "\x7f"};

std::string random_text(std::mt19937& random) {
  std::string text;
  const std::size_t parts = random() % 24;
  for (std::size_t i = 0; i < parts; ++i) text += kAlphabet[random() % kAlphabet.size()];
  return text;
}

Json byte_bpe_model(bool ignore_merges) {
  Json vocab = Json::object();
  for (unsigned byte = 0; byte < 256; ++byte) {
    vocab[std::string(byte_level::to_utf8(static_cast<std::uint8_t>(byte)))] = byte;
  }
  const std::vector<std::pair<std::string, std::string>> merges = {
      {"a", "b"},  {"Ġ", "a"}, {"'", "s"}, {"r", "e"}, {"Ġ", "ab"}, {"l", "l"},
      {"'", "ll"}, {"1", "2"}, {"Ã", "©"}, {"ä", "½"}, {"Ġ", "Ġ"},  {"Ċ", "Ċ"}};
  Json list = Json::array();
  for (const auto& [left, right] : merges) {
    vocab[left + right] = vocab.size();
    list.push_back(Json::array({left, right}));
  }
  vocab["abs"] = vocab.size();  // no merge leads here
  return {{"type", "BPE"},     {"dropout", nullptr},    {"unk_token", nullptr},
          {"vocab", vocab},    {"merges", list},        {"ignore_merges", ignore_merges},
          {"fuse_unk", false}, {"byte_fallback", false}};
}

Json word_piece_model() {
  Json vocab = Json::object();
  for (const char* token :
       {"[UNK]", "a",   "b",    "##a", "##b", "##s", "ab",  "re", "s",  "t", "##t",
        "1",     "##2", "##34", "5",   ".",   ",",   "!",   "'",  "ll", "e", "##e",
        "i",     "σ",   "你",   "好",  "-",   "é",   "##é", "ss", "x",  "[", "]"}) {
    vocab[token] = vocab.size();
  }
  return {{"type", "WordPiece"},
          {"unk_token", "[UNK]"},
          {"continuing_subword_prefix", "##"},
          {"max_input_chars_per_word", 12},
          {"vocab", vocab}};
}

Json unigram_model(bool byte_fallback) {
  Json vocab = Json::array({Json::array({"<unk>", 0.0}), Json::array({"▁", -2.0})});
  double score = -3.0;
  for (const char* piece : {"a",  "b", "▁a", "ab", "▁ab",  "s", "t", "re", "▁re", "1",  "2",
                            "12", "e", "é",  "你", "你好", ".", ",", "'s", "ll",  "▁▁", "😀"}) {
    vocab.push_back(Json::array({piece, score}));
    score -= 0.37;
  }
  for (int byte = 0; byte_fallback && byte < 256; ++byte) {
    std::array<char, 8> name{};
    (void)std::snprintf(name.data(), name.size(), "<0x%02X>", byte);
    vocab.push_back(Json::array({name.data(), -20.0}));
  }
  return {{"type", "Unigram"}, {"unk_id", 0}, {"vocab", vocab}, {"byte_fallback", byte_fallback}};
}

Json added_token(const char* content, bool normalized) {
  return {{"id", 0},         {"content", content},       {"single_word", false},  {"lstrip", false},
          {"rstrip", false}, {"normalized", normalized}, {"special", !normalized}};
}

Engine make(const Json& normalizer, const Json& pre_tokenizer, const Json& model) {
  const Json json = {
      {"version", "1.0"},
      {"added_tokens", Json::array({added_token("[X]", false), added_token("<y>", true)})},
      {"normalizer", normalizer},
      {"pre_tokenizer", pre_tokenizer},
      {"model", model}};
  const std::string text = json.dump();
  TokenizerDocument document{PaddedText(text)};
  Engine engine = make_engine(document);
  engine.choose_kernel();
  return engine;
}

EngineEncoding encode(Engine& engine, std::string_view text, bool shortcuts) {
  engine.shortcuts = shortcuts;
  return engine.encode({text, {}}, std::nullopt, true, std::nullopt, std::nullopt);
}

// Text views of an encoding live until the next call.
std::vector<std::string> texts_of(const EngineEncoding& encoding) {
  return {encoding.tokens.begin(), encoding.tokens.end()};
}

void expect_equal(Engine& engine, const std::string& text) {
  const EngineEncoding expected = encode(engine, text, false);
  const std::vector<std::string> expected_texts = texts_of(expected);
  // Twice: the second time from the cache.
  for (int pass = 0; pass < 2; ++pass) {
    const EngineEncoding actual = encode(engine, text, true);
    ASSERT_EQ(actual.ids, expected.ids) << testing::PrintToString(text);
    ASSERT_EQ(actual.offsets, expected.offsets) << testing::PrintToString(text);
    ASSERT_EQ(actual.words, expected.words) << testing::PrintToString(text);
    ASSERT_EQ(texts_of(actual), expected_texts) << testing::PrintToString(text);
    ASSERT_EQ(actual.type_ids, expected.type_ids);
    ASSERT_EQ(actual.special_tokens_mask, expected.special_tokens_mask);
    ASSERT_EQ(actual.attention_mask, expected.attention_mask);
  }
}

void expect_equal_on_random_texts(Engine engine, unsigned seed) {
  ASSERT_NE(engine.kernel, nullptr) << "the pipeline is not recognised";
  std::mt19937 random(seed);
  for (int i = 0; i < 4000 && !testing::Test::HasFatalFailure(); ++i) {
    expect_equal(engine, random_text(random));
  }
}

Json byte_level(bool use_regex) {
  return {{"type", "ByteLevel"},
          {"add_prefix_space", false},
          {"trim_offsets", true},
          {"use_regex", use_regex}};
}

Json split_then_bytes(const char* pattern) {
  const Json split = {{"type", "Split"},
                      {"pattern", {{"Regex", pattern}}},
                      {"behavior", "Isolated"},
                      {"invert", false}};
  return {{"type", "Sequence"}, {"pretokenizers", Json::array({split, byte_level(false)})}};
}

constexpr const char* kThreeDigits =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
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
    for (std::size_t i = 0; i < count && !testing::Test::HasFatalFailure(); ++i) {
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
  for (char32_t c = 1; c < 0x20000 && !testing::Test::HasFatalFailure(); ++c) {
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

TEST(Kernels, Gpt2PiecesAreThoseOfTheRegex) {
  expect_equal_on_random_texts(make(nullptr, byte_level(true), byte_bpe_model(false)), 1);
}

TEST(Kernels, Gpt2BehindNfkcKeepsTheAlignment) {
  expect_equal_on_random_texts(make({{"type", "NFKC"}}, byte_level(true), byte_bpe_model(false)),
                               2);
}

TEST(Kernels, Cl100kPiecesAreThoseOfTheRegex) {
  const Json model = byte_bpe_model(true);
  expect_equal_on_random_texts(make(nullptr, split_then_bytes(kThreeDigits), model), 3);
}

TEST(Kernels, Cl100kWithSingleDigitsBehindNfc) {
  const Json model = byte_bpe_model(false);
  expect_equal_on_random_texts(make({{"type", "NFC"}}, split_then_bytes(kOneDigit), model), 4);
}

TEST(Kernels, Cl100kWithMarksInWords) {
  const Json model = byte_bpe_model(false);
  expect_equal_on_random_texts(make(nullptr, split_then_bytes(kMarks), model), 5);
}

TEST(Kernels, O200kPiecesAreThoseOfTheRegex) {
  const Json model = byte_bpe_model(true);
  expect_equal_on_short_texts(make(nullptr, split_then_bytes(kO200k), model), kO200kKinds);
  expect_equal_on_every_character(make(nullptr, split_then_bytes(kO200k), model));
  expect_equal_on_random_texts(make(nullptr, split_then_bytes(kO200k), model), 6);
  expect_equal_on_random_texts(make({{"type", "NFC"}}, split_then_bytes(kO200k), model), 7);
}

TEST(Kernels, TekkenPiecesAreThoseOfTheRegex) {
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

TEST(Kernels, DeepSeekPiecesAreThoseOfTheThreeRegexes) {
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
                                                        isolated(words), byte_level(false)})}};
    const auto plan = make(nullptr, splits, model).pre_tokenizer->scan_plan();
    ASSERT_TRUE(plan && plan->kind == kernels::ScanPlan::Kind::deepseek);
    expect_equal_on_short_texts(make(nullptr, splits, model), kDeepSeekKinds);
    expect_equal_on_random_texts(make(nullptr, splits, model), 44);
    expect_equal_on_every_character(make(nullptr, splits, model));
  }
  // One of the three alone, and two of them.
  const Json numbers = {
      {"type", "Sequence"},
      {"pretokenizers", Json::array({isolated(R"(\p{N}{1,3})"), byte_level(false)})}};
  expect_equal_on_random_texts(make(nullptr, numbers, model), 45);
}

Json sequence_of(const Json& first, const Json& second) {
  return {{"type", "Sequence"}, {"pretokenizers", Json::array({first, second})}};
}

constexpr std::array<std::string_view, 15> kWordKinds = {"a",  "é",      "s",      "'",  "\u0301",
                                                         "7",  "\u0663", "\u00b2", " ",  "\t",
                                                         "\n", "\u3000", "!",      "，", "😀"};

TEST(Kernels, DigitsApartInFrontOfWords) {
  const Json digits = {{"type", "Digits"}, {"individual_digits", true}};
  const Json splits = sequence_of(digits, byte_level(true));
  const Json model = byte_bpe_model(false);
  const auto plan = make(nullptr, splits, model).pre_tokenizer->scan_plan();
  ASSERT_TRUE(plan && plan->kind == kernels::ScanPlan::Kind::gpt2 && plan->digits_apart);
  expect_equal_on_short_texts(make(nullptr, splits, model), kWordKinds);
  expect_equal_on_every_character(make(nullptr, splits, model));
  expect_equal_on_random_texts(make(nullptr, splits, model), 60);
  expect_equal_on_random_texts(make({{"type", "NFC"}}, splits, byte_bpe_model(true)), 61);
  // Without words behind them.
  expect_equal_on_random_texts(make(nullptr, sequence_of(digits, byte_level(false)), model), 62);
}

TEST(Kernels, WordsInInterpretedPieces) {
  const Json punctuation = {{"type", "Punctuation"}, {"behavior", "Contiguous"}};
  const Json digits = {{"type", "Digits"}, {"individual_digits", false}};
  const Json model = byte_bpe_model(false);
  expect_equal_on_random_texts(make(nullptr, sequence_of(punctuation, byte_level(true)), model),
                               63);
  const Json three = {{"type", "Sequence"},
                      {"pretokenizers", Json::array({digits, punctuation, byte_level(true)})}};
  expect_equal_on_random_texts(make({{"type", "NFKC"}}, three, model), 64);
  expect_equal_on_random_texts(make({{"type", "NFD"}}, three, model), 65);
}

TEST(Kernels, ABlankInFrontOfTheText) {
  Json with_blank = byte_level(true);
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

TEST(Kernels, BloomPiecesAreThoseOfTheRegex) {
  constexpr std::array<std::string_view, 15> kKinds = {
      "a", "é", "(", "|", ".", "[", "]", "…", "，", "7", " ", "\u3000", "\n", "।", "😀"};
  const Json splits = split_then_bytes(" ?[^(\\s|[.,!?…。，、।۔،])]+");
  const Json model = byte_bpe_model(false);
  expect_equal_on_short_texts(make(nullptr, splits, model), kKinds);
  expect_equal_on_every_character(make(nullptr, splits, model));
  expect_equal_on_random_texts(make(nullptr, splits, model), 69);
  expect_equal_on_random_texts(make({{"type", "NFC"}}, splits, model), 70);
}

TEST(Kernels, SpellingsOfTiktoken) {
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

// The splits are interpreted, the bytes are not rewritten.
TEST(Kernels, AnySplitsInFrontOfBytes) {
  const Json split = {{"type", "Split"},
                      {"pattern", {{"Regex", R"(\p{N}{1,3}|[一-龥]+)"}}},
                      {"behavior", "Isolated"},
                      {"invert", false}};
  const Json spaces = {{"type", "WhitespaceSplit"}};
  const Json digits = {{"type", "Digits"}, {"individual_digits", false}};
  const Json sequence = {{"type", "Sequence"},
                         {"pretokenizers", Json::array({split, digits, byte_level(false)})}};
  expect_equal_on_random_texts(make(nullptr, sequence, byte_bpe_model(false)), 41);
  expect_equal_on_random_texts(make({{"type", "NFKD"}}, sequence, byte_bpe_model(true)), 42);
  const Json words = {{"type", "Sequence"},
                      {"pretokenizers", Json::array({spaces, byte_level(false)})}};
  expect_equal_on_random_texts(make({{"type", "NFC"}}, words, byte_bpe_model(false)), 43);
}

TEST(Kernels, BertWordsInEveryCombinationOfOptions) {
  for (unsigned options = 0; options < 16; ++options) {
    const Json normalizer = {{"type", "BertNormalizer"},
                             {"clean_text", (options & 1U) != 0},
                             {"handle_chinese_chars", (options & 2U) != 0},
                             {"strip_accents", (options & 4U) != 0},
                             {"lowercase", (options & 8U) != 0}};
    expect_equal_on_random_texts(
        make(normalizer, {{"type", "BertPreTokenizer"}}, word_piece_model()), 10 + options);
  }
}

TEST(Kernels, MetaspaceWithEveryPrependScheme) {
  unsigned seed = 30;
  for (const char* scheme : {"always", "first", "never"}) {
    const Json metaspace = {
        {"type", "Metaspace"}, {"replacement", "▁"}, {"prepend_scheme", scheme}, {"split", true}};
    for (const bool byte_fallback : {false, true}) {
      const Json model = unigram_model(byte_fallback);
      expect_equal_on_random_texts(make(nullptr, metaspace, model), ++seed);
      const Json strip = {{"type", "Strip"}, {"strip_left", false}, {"strip_right", true}};
      const Json squeeze = {
          {"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", "▁"}};
      const Json sequence = {{"type", "Sequence"}, {"normalizers", Json::array({strip, squeeze})}};
      expect_equal_on_random_texts(make(sequence, metaspace, model), ++seed);
    }
  }
}

TEST(Kernels, UnknownPipelinesAreInterpreted) {
  const Json model = byte_bpe_model(false);
  EXPECT_EQ(make(nullptr, {{"type", "WhitespaceSplit"}}, model).kernel, nullptr);
  EXPECT_EQ(make(nullptr, nullptr, model).kernel, nullptr);
  Json with_dropout = model;
  with_dropout["dropout"] = 0.1;
  EXPECT_EQ(make(nullptr, byte_level(true), with_dropout).kernel, nullptr);
  Json without_a_byte = model;
  without_a_byte["vocab"].erase("Ġ");
  without_a_byte["merges"] = Json::array();
  EXPECT_EQ(make(nullptr, byte_level(true), without_a_byte).kernel, nullptr);
}

// A model whose merges were learned from random texts of these characters: pairs of neighbours
// chosen by chance, so that tokens begin and end inside of characters.
Json learned_byte_bpe_model(std::span<const std::string_view> characters, bool ignore_merges,
                            std::mt19937& random) {
  Json vocab = Json::object();
  for (unsigned byte = 0; byte < 256; ++byte) {
    vocab[std::string(byte_level::to_utf8(static_cast<std::uint8_t>(byte)))] = byte;
  }
  std::vector<std::string> symbols;
  for (int i = 0; i < 200; ++i) {
    for (const char byte : characters[random() % characters.size()]) {
      symbols.emplace_back(byte_level::to_utf8(static_cast<std::uint8_t>(byte)));
    }
  }
  Json merges = Json::array();
  for (int i = 0; i < 60; ++i) {
    const std::size_t at = random() % (symbols.size() - 1);
    const std::string left = symbols[at];
    const std::string right = symbols[at + 1];
    if (vocab.contains(left + right)) continue;
    vocab[left + right] = vocab.size();
    merges.push_back(Json::array({left, right}));
    for (std::size_t k = 0; k + 1 < symbols.size(); ++k) {
      if (symbols[k] != left || symbols[k + 1] != right) continue;
      symbols[k] += right;
      symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(k) + 1);
    }
  }
  // No merge leads to these.
  for (int i = 0; i < 20; ++i) {
    const std::size_t at = random() % (symbols.size() - 3);
    const std::string text = symbols[at] + symbols[at + 1] + symbols[at + 2];
    if (!vocab.contains(text)) vocab[text] = vocab.size();
  }
  return {{"type", "BPE"},     {"dropout", nullptr},    {"unk_token", nullptr},
          {"vocab", vocab},    {"merges", merges},      {"ignore_merges", ignore_merges},
          {"fuse_unk", false}, {"byte_fallback", false}};
}

TEST(Kernels, PiecesOfManyPartsAreTheirPartsTogether) {
  constexpr std::array<std::string_view, 14> kCharacters = {
      "你", "好", "世", "界", "や", "ゆ", "ж", "я", "é", "a", "b", " ", "，", "😀"};
  std::mt19937 random(50);
  for (int model = 0; model < 60; ++model) {
    const bool ignore_merges = model % 2 != 0;
    Engine engine = make(model % 3 == 0 ? Json({{"type", "NFKC"}}) : Json(nullptr),
                         split_then_bytes(kThreeDigits),
                         learned_byte_bpe_model(kCharacters, ignore_merges, random));
    ASSERT_NE(engine.kernel, nullptr);
    for (int i = 0; i < 120 && !testing::Test::HasFatalFailure(); ++i) {
      std::string text;
      const std::size_t size = 1 + random() % (i % 10 == 0 ? 120 : 24);
      for (std::size_t k = 0; k < size; ++k) text += kCharacters[random() % kCharacters.size()];
      expect_equal(engine, text);
    }
  }
}

// Two texts of one id: a token does not tell what it covers, so that no piece is cut.
TEST(Kernels, EntriesThatShareAnId) {
  std::mt19937 random(51);
  constexpr std::array<std::string_view, 4> kCharacters = {"你", "好", "é", "a"};
  for (int i = 0; i < 40 && !testing::Test::HasFatalFailure(); ++i) {
    Json model = learned_byte_bpe_model(kCharacters, false, random);
    for (const auto& [token, id] : model["vocab"].items()) {
      if (id >= 256 && random() % 4 == 0) id = 256 + random() % 24;
    }
    Engine engine = make(nullptr, byte_level(true), model);
    for (int k = 0; k < 100; ++k) {
      std::string text;
      for (std::size_t c = random() % 16; c > 0; --c) text += kCharacters[random() % 4];
      expect_equal(engine, text);
    }
  }
}

TEST(Kernels, LongPiecesGoAroundTheCache) {
  Engine engine = make(nullptr, byte_level(true), byte_bpe_model(false));
  for (std::size_t size = 1; size < 70; ++size) {
    std::string letters;
    std::string accents;
    for (std::size_t i = 0; i < size; ++i) letters += static_cast<char>('a' + i * i % 3);
    for (std::size_t i = 0; i < size; ++i) accents += "é";
    expect_equal(engine, letters);
    expect_equal(engine, "x " + accents + " y");
  }
}

}  // namespace
}  // namespace penstock
