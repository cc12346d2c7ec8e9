// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "kernel_test_support.hpp"

namespace penstock {
namespace {

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

// The splits are interpreted, the bytes are not rewritten.
TEST(Kernels, AnySplitsInFrontOfBytes) {
  const Json split = {{"type", "Split"},
                      {"pattern", {{"Regex", R"(\p{N}{1,3}|[一-龥]+)"}}},
                      {"behavior", "Isolated"},
                      {"invert", false}};
  const Json spaces = {{"type", "WhitespaceSplit"}};
  const Json digits = {{"type", "Digits"}, {"individual_digits", false}};
  const Json sequence = {{"type", "Sequence"},
                         {"pretokenizers", Json::array({split, digits, byte_level_json(false)})}};
  expect_equal_on_random_texts(make(nullptr, sequence, byte_bpe_model(false)), 41);
  expect_equal_on_random_texts(make({{"type", "NFKD"}}, sequence, byte_bpe_model(true)), 42);
  const Json words = {{"type", "Sequence"},
                      {"pretokenizers", Json::array({spaces, byte_level_json(false)})}};
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
  EXPECT_EQ(make(nullptr, byte_level_json(true), with_dropout).kernel, nullptr);
  Json without_a_byte = model;
  without_a_byte["vocab"].erase("Ġ");
  without_a_byte["merges"] = Json::array();
  EXPECT_EQ(make(nullptr, byte_level_json(true), without_a_byte).kernel, nullptr);
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
    for (int i = 0; i < 120 && !::testing::Test::HasFatalFailure(); ++i) {
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
  for (int i = 0; i < 40 && !::testing::Test::HasFatalFailure(); ++i) {
    Json model = learned_byte_bpe_model(kCharacters, false, random);
    for (const auto& [token, id] : model["vocab"].items()) {
      if (id >= 256 && random() % 4 == 0) id = 256 + random() % 24;
    }
    Engine engine = make(nullptr, byte_level_json(true), model);
    for (int k = 0; k < 100; ++k) {
      std::string text;
      for (std::size_t c = random() % 16; c > 0; --c) text += kCharacters[random() % 4];
      expect_equal(engine, text);
    }
  }
}

TEST(Kernels, LongPiecesGoAroundTheCache) {
  Engine engine = make(nullptr, byte_level_json(true), byte_bpe_model(false));
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
