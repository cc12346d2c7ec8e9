// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <penstock/json.hpp>
#include <penstock/tokenizer.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/utf8.hpp"
#include "support/temporary_folder.hpp"
#include "tokenizer/byte_level_alphabet.hpp"

// A long text costs no more than the same bytes in four parts: hostile texts of a megabyte, for
// every model type. Quadratic work would cost four times as much.

namespace penstock::testing {
namespace {

constexpr std::size_t kBytes = std::size_t{1} << 20;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

using MakeText = std::string (*)(std::size_t bytes, std::mt19937& random);

std::string one_character(std::size_t bytes, std::mt19937& /*random*/) {
  return std::string(bytes, 'a');
}

std::string no_spaces(std::size_t bytes, std::mt19937& random) {
  std::string text;
  while (text.size() < bytes) text += "abcdefgh0123456789"[random() % 18];
  return text;
}

std::string letters_alone(std::size_t bytes, std::mt19937& random) {
  std::string text;
  while (text.size() < bytes) text += "abcdefgh"[random() % 8];
  return text;
}

std::string emoji(std::size_t bytes, std::mt19937& random) {
  constexpr std::array<char32_t, 6> kJoiners = {0x200D, 0xFE0F, 0x1F3FD, 0x1F468, 0x0301, 0x1F1E6};
  std::string text;
  while (text.size() < bytes) {
    const bool joiner = random() % 3 == 0;
    utf8::append(text, joiner ? kJoiners[random() % kJoiners.size()]
                              : static_cast<char32_t>(0x1F600 + random() % 80));
  }
  return text;
}

std::string white_space(std::size_t bytes, std::mt19937& random) {
  std::string text;
  while (text.size() < bytes) text += " \n\t "[random() % 4];
  return text;
}

double seconds_of(const Tokenizer& tokenizer, const std::vector<std::string>& texts) {
  const double start = cpu_seconds();
  for (const std::string& text : texts) EXPECT_FALSE(tokenizer.encode(text).ids.empty());
  return cpu_seconds() - start;
}

// The least of several tries, as other programs run on the machine.
void expect_linear(const Tokenizer& tokenizer, std::string_view name) {
  constexpr std::array<MakeText, 5> kTexts = {one_character, no_spaces, letters_alone, emoji,
                                              white_space};
  std::mt19937 random(5);
  for (std::size_t kind = 0; kind < kTexts.size(); ++kind) {
    double whole = 1e9;
    double parts = 1e9;
    for (int tries = 0; tries < 12; ++tries) {
      const std::vector<std::string> one = {"x" + kTexts[kind](kBytes, random)};
      std::vector<std::string> four;
      for (int i = 0; i < 4; ++i) four.push_back("x" + kTexts[kind](kBytes / 4, random));
      parts = std::min(parts, seconds_of(tokenizer, four));
      whole = std::min(whole, seconds_of(tokenizer, one));
      if (whole < 1.5 * parts) break;
    }
    EXPECT_LT(whole, 2.5 * parts + 0.002) << name << ", text " << kind;
  }
}

Tokenizer load_split(const Json& normalizer, const Json& pre_tokenizer, const Json& model) {
  const TemporaryFolder folder;
  const Json json = {{"version", "1.0"},
                     {"added_tokens", Json::array()},
                     {"normalizer", normalizer},
                     {"pre_tokenizer", pre_tokenizer},
                     {"model", model}};
  return Tokenizer::from_pretrained(folder.write("tokenizer.json", json.dump()));
}

// Merges that double a run of one letter up to 64 times, and some others.
void add_merges(Json& vocab, Json& merges) {
  const auto add = [&](const std::string& left, const std::string& right) {
    merges.push_back(Json::array({left, right}));
    vocab[left + right] = vocab.size();
  };
  for (std::string run = "a"; run.size() < 64; run += run) add(run, run);
  for (const char* pair : {"bc", "de", "fg", "01", "23", "ha"}) {
    add(std::string(1, pair[0]), std::string(1, pair[1]));
  }
  add("bc", "de");
}

Json byte_bpe() {
  Json vocab = Json::object();
  for (unsigned byte = 0; byte < 256; ++byte) {
    vocab[std::string(byte_level::to_utf8(static_cast<std::uint8_t>(byte)))] = byte;
  }
  Json merges = Json::array();
  add_merges(vocab, merges);
  return {{"type", "BPE"}, {"vocab", vocab}, {"merges", merges}};
}

Json byte_fallback_bpe() {
  Json vocab = {{"<unk>", 0}, {"▁", 1}};
  for (int byte = 0; byte < 256; ++byte) {
    std::array<char, 8> name{};
    (void)std::snprintf(name.data(), name.size(), "<0x%02X>", byte);
    vocab[name.data()] = vocab.size();
  }
  for (const char c : std::string_view("abcdefghx0123456789")) {
    vocab[std::string(1, c)] = vocab.size();
  }
  Json merges = Json::array();
  add_merges(vocab, merges);
  return {{"type", "BPE"},        {"vocab", vocab},        {"merges", merges},
          {"unk_token", "<unk>"}, {"byte_fallback", true}, {"fuse_unk", true}};
}

TEST(LinearTime, ByteLevelBpe) {
  const Json byte_level = {
      {"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}};
  expect_linear(load_split(nullptr, byte_level, byte_bpe()), "GPT-2");
  expect_linear(load_split({{"type", "NFKC"}}, byte_level, byte_bpe()), "GPT-2 behind NFKC");
}

TEST(LinearTime, BpeWithoutPreTokenizer) {
  const Json prepend = {{"type", "Prepend"}, {"prepend", "▁"}};
  const Json replace = {{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", "▁"}};
  const Json normalizer = {{"type", "Sequence"}, {"normalizers", Json::array({prepend, replace})}};
  expect_linear(load_split(normalizer, nullptr, byte_fallback_bpe()), "Llama");
}

TEST(LinearTime, WordPiece) {
  Json vocab = {{"[UNK]", 0}};
  for (const char* token : {"a", "aa", "##a", "##aa", "b", "##b", "##c", "x", "##1", "##ab"}) {
    vocab[token] = vocab.size();
  }
  const Json bert = {{"type", "BertNormalizer"},
                     {"clean_text", true},
                     {"handle_chinese_chars", true},
                     {"strip_accents", nullptr},
                     {"lowercase", true}};
  for (const std::size_t longest : {std::size_t{100}, 2 * kBytes}) {
    const Json model = {{"type", "WordPiece"},
                        {"unk_token", "[UNK]"},
                        {"continuing_subword_prefix", "##"},
                        {"max_input_chars_per_word", longest},
                        {"vocab", vocab}};
    expect_linear(load_split(bert, {{"type", "BertPreTokenizer"}}, model), "WordPiece");
  }
}

TEST(LinearTime, Unigram) {
  Json vocab = Json::array({Json::array({"<unk>", 0.0}), Json::array({"▁", -2.0})});
  double score = -3.0;
  for (const char* piece :
       {"a", "aa", "aaaa", "aaaaaaaa", "b", "bc", "cde", "x", "1", "23", "▁a"}) {
    vocab.push_back(Json::array({piece, score}));
    score -= 0.7;
  }
  const Json model = {{"type", "Unigram"}, {"unk_id", 0}, {"vocab", vocab}};
  const Json metaspace = {
      {"type", "Metaspace"}, {"replacement", "▁"}, {"prepend_scheme", "always"}, {"split", true}};
  expect_linear(load_split({{"type", "NFKC"}}, metaspace, model), "Unigram");
}

TEST(LinearTime, WordLevel) {
  const Json model = {
      {"type", "WordLevel"}, {"vocab", {{"[UNK]", 0}, {"a", 1}}}, {"unk_token", "[UNK]"}};
  expect_linear(load_split({{"type", "Lowercase"}}, {{"type", "Whitespace"}}, model), "WordLevel");
}

}  // namespace
}  // namespace penstock::testing
