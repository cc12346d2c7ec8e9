// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer_document.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <penstock/error.hpp>
#include <penstock/json.hpp>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

#include "tokenizer/components.hpp"
#include "tokenizer/json_scanner.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/serde_number.hpp"

// What is read apart from the tree must be what the tree would have held.

namespace penstock::testing {
namespace {

std::optional<std::string> scanned_string(const std::string& json) {
  const PaddedText text(json);
  JsonScanner scanner(text.view());
  TextArena escapes;
  std::string_view value;
  if (!scanner.string(escapes, value) || !scanner.finished()) return std::nullopt;
  return std::string(value);
}

std::optional<double> scanned_number(const std::string& json, JsonNumbers numbers) {
  const PaddedText text(json);
  JsonScanner scanner(text.view());
  double value = 0;
  if (!scanner.number(numbers, value) || !scanner.finished()) return std::nullopt;
  return value;
}

std::optional<std::uint32_t> scanned_id(const std::string& json) {
  const PaddedText text(json + "}");
  JsonScanner scanner(text.view());
  std::uint32_t value = 0;
  if (!scanner.number(value) || !scanner.take('}')) return std::nullopt;
  return value;
}

TEST(JsonScannerTest, StringsAreThoseOfTheTree) {
  for (const char* json :
       {R"("")", R"("a")", R"("0123456789abcdef")", R"("0123456789abcde\"f")", R"(  "é\n\t\/\\" )",
        R"("\u0120the")", R"("\ud83d\ude00!")", R"("\u0000\u007f\u0080\u07ff\u0800\uffff")",
        R"("\ud800\udc00\udbff\udfff")",
        R"("01234567890123456789012345678901234567\u00e9890123456")",
        R"("0123456789abcde\n0123456789abcdef\n0123456789abcdef0")", R"("\b\f\r")",
        R"("▁日本語\u00e9")"}) {
    const auto value = scanned_string(json);
    ASSERT_TRUE(value) << json;
    EXPECT_EQ(*value, JsonDocument::parse(json).root().as_string()) << json;
  }
}

TEST(JsonScannerTest, DamagedStringsAreRefused) {
  for (const std::string json : {R"(")", R"("a)", R"("a\")", R"("\x")", R"("\u12")", R"("\u12G4")",
                                 R"("\ud83d")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ude00")",
                                 "\"a\nb\"", "\"\\\"\x01\"", R"(a)", R"("a" "b")"}) {
    EXPECT_FALSE(scanned_string(json)) << json;
  }
}

TEST(JsonScannerTest, IdsAreWholeNumbersBelowTwoToThe32) {
  EXPECT_EQ(scanned_id("0"), 0U);
  EXPECT_EQ(scanned_id(" 4294967295 "), 4294967295U);
  for (const char* json : {"4294967296", "99999999999", "01", "-1", "1.0", "1e2", "", "x", "1x"}) {
    EXPECT_FALSE(scanned_id(json)) << json;
  }
}

TEST(JsonScannerTest, NumbersAreThoseOfTheTree) {
  for (const char* json : {"0", "-0.0", "-1.5", "12", "1e3", "1E-3", "-12.345678901234567",
                           "1.5e+10", "0.000001", "-9.210339546203613"}) {
    const double tree = JsonDocument::parse(json, JsonNumbers::exact).root().as_double();
    EXPECT_EQ(scanned_number(json, JsonNumbers::exact), tree) << json;
    EXPECT_EQ(scanned_number(json, JsonNumbers::as_serde_reads), as_serde_reads(tree)) << json;
  }
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const double value = -static_cast<double>(random() >> 11U) / static_cast<double>(1ULL << 49U);
    std::array<char, 40> shortest{};
    const std::string json(shortest.data(),
                           std::to_chars(shortest.data(), shortest.data() + 40, value).ptr);
    EXPECT_EQ(scanned_number(json, JsonNumbers::exact), value) << json;
    EXPECT_EQ(scanned_number(json, JsonNumbers::as_serde_reads), as_serde_reads(value)) << json;
  }
}

// The digits that are written count, which the tree no longer knows; read off tokenizers 0.22.2.
TEST(JsonScannerTest, DigitsBeyondTheShortestCount) {
  EXPECT_EQ(scanned_number("-7.5118318300209594", JsonNumbers::as_serde_reads), -7.51183183002096);
}

TEST(JsonScannerTest, OtherNumbersAreRefused) {
  for (const char* json : {"", "-", "01", "1.", ".5", "1e", "1e+", "+1", "1e9999", "nan", "0x1",
                           "123456789012345678901234567890"}) {
    EXPECT_FALSE(scanned_number(json, JsonNumbers::exact)) << json;
  }
}

std::string file_of(const std::string& model) {
  return R"({"version":"1.0","added_tokens":[],"model":)" + model + R"(,"decoder":null})";
}

constexpr const char* kBpe =
    R"({"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"\u0061b ":3},"merges":[["a","b"]]})";

TEST(TokenizerDocumentTest, TheListsAreReadApart) {
  TokenizerDocument document{PaddedText(file_of(kBpe))};
  ASSERT_TRUE(document.lists().vocabulary);
  EXPECT_TRUE(document.lists().merges);
  EXPECT_EQ(document.lists().vocabulary->size(), 4U);
  EXPECT_EQ(document.lists().vocabulary->find("ab "), 3U);
  const JsonView model = document.root().at("model");
  EXPECT_EQ(model.at("vocab").as_object().size(), 0U);
  EXPECT_EQ(model.at("merges").as_array().size(), 0U);
  EXPECT_TRUE(document.root().at("decoder").is_null());
}

TEST(TokenizerDocumentTest, UnigramScoresAreReadApart) {
  TokenizerDocument document{PaddedText(
      file_of(R"({"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["a\u00e9",-1.5]]})"))};
  ASSERT_TRUE(document.lists().pieces);
  EXPECT_EQ(document.lists().pieces->at(1).text, "aé");
  EXPECT_EQ(document.lists().pieces->at(1).score, -1.5);
}

TEST(TokenizerDocumentTest, UnusualFilesBecomeATreeAsAWhole) {
  for (const char* model :
       {R"({"vocab":{"a":0},"merges":[]})",                               // no type
        R"({"type":"BPE","vocab":{"a":0},"vocab":{"b":0},"merges":[]})",  // twice
        R"({"type":"BPE","vocab":{"a":0},"merges":["a b c"]})",           // no two tokens
        R"({"type":"BPE","vocab":{"a":0},"merges":["a b",["a","b"]]})",   // both forms
        R"({"type":"BPE","vocab":{"a":-1},"merges":[]})",                 // no id
        R"({"type":"WordLevel","vocab":{"a":0.0},"unk_token":"a"})"}) {
    TokenizerDocument document{PaddedText(file_of(model))};
    EXPECT_FALSE(document.lists().vocabulary) << model;
    EXPECT_FALSE(document.lists().merges) << model;
    EXPECT_EQ(document.root().at("model").at("vocab").as_object().size() > 0, true) << model;
  }
}

TEST(TokenizerDocumentTest, WhatIsNoJsonIsRefused) {
  const std::string good = file_of(kBpe);
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_THROW(TokenizerDocument{PaddedText(good.substr(0, size))}, Error) << size;
  }
  EXPECT_THROW(TokenizerDocument{PaddedText(good + "x")}, Error);
  EXPECT_THROW(TokenizerDocument{PaddedText(file_of(R"({"type":"BPE","vocab":{"a":0,}})"))}, Error);
  EXPECT_THROW(TokenizerDocument{PaddedText(file_of("{\"vocab\":{\"\xFF\":0}}"))}, Error);
}

std::string refusal_of_model(const std::string& model) {
  TokenizerDocument document{PaddedText(file_of(model))};
  try {
    (void)make_model(document.root().at("model"), document.lists());
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(TokenizerDocumentTest, TheFirstMergeThatCannotBeIsNamed) {
  EXPECT_EQ(refusal_of_model(R"({"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b","x y"]})"),
            "tokenizer.json: Token `ab` out of vocabulary, but a merge needs it");
  EXPECT_EQ(
      refusal_of_model(R"({"type":"BPE","vocab":{"a":0,"b":1},"merges":[["a","y"],["x","a"]]})"),
      "tokenizer.json: Token `y` out of vocabulary, but a merge needs it");
}

// What loading gives: the tokens in the order of their ids, or the refusal_of_model.
std::string outcome(const JsonView& root, models::ModelLists& lists) {
  const auto model = make_model(root.at("model"), lists);
  std::string tokens;
  for (std::uint32_t id = 0; id < 12; ++id) {
    tokens += std::string(model->id_to_token(id).value_or("-")) + "|";
  }
  std::vector<Token> found;
  model->tokenize("abcab", found);
  for (const Token& token : found) tokens += std::to_string(token.id) + " ";
  return tokens;
}

template <typename Load>
std::string result_or_refusal(Load load) {
  try {
    return load();
  } catch (const Error& error) {
    return error.what();
  }
}

// Marks and space that repeat are passed over at once: whichever byte of them is another, the file
// means what its tree means.
TEST(TokenizerDocumentTest, EveryWrongByteMeansWhatItMeansInATree) {
  const std::array<std::string, 3> models{
      R"({"type":"BPE","unk_token":"a","vocab":{"a": 0,
 "b": 1,
 "c": 2,
 "ab": 3,
 "abc": 4},"merges":[["a", "b"],
 ["ab", "c"],
 ["abc", "ab"]]})",
      R"({"type":"BPE","unk_token":"a","vocab":{"a":0,"b":1,"c":2,"ab":3,"abc":4},
"merges":["a b", "ab c", "ab c"]})",
      R"({"type":"Unigram","unk_id":0,"vocab":[["<unk>", 0],
 ["a", -1],
 ["b", -2],
 ["ab", -1.5]]})"};
  for (const std::string& model : models) {
    const std::string good = file_of(model);
    for (std::size_t at = good.find("\"vocab"); at < good.size(); ++at) {
      for (const char wrong : std::string_view(",:[]{}\" x1")) {
        std::string text = good;
        text[at] = wrong;
        const std::string ours = result_or_refusal([&] {
          TokenizerDocument document{PaddedText(text)};
          return outcome(document.root(), document.lists());
        });
        const std::string theirs = result_or_refusal([&] {
          models::ModelLists none;
          return outcome(JsonDocument::parse(text).root(), none);
        });
        ASSERT_EQ(ours, theirs) << text;
      }
    }
  }
}

// Tokens from syllables, merged from any two that give one; more than a megabyte. `gap` gives what
// stands where white space may be.
std::string large_bpe(unsigned seed, const std::function<std::string()>& gap) {
  std::mt19937 random(seed);
  std::unordered_set<std::string> known;
  std::vector<std::string> tokens;
  std::string vocab;
  const auto add = [&](const std::string& token) {
    if (!known.insert(token).second) return;
    vocab += (tokens.empty() ? "" : ",") + gap() + Json(token).dump() + ":" + gap() +
             std::to_string(tokens.size());
    tokens.push_back(token);
  };
  for (const char* one : {"a", "é", "日", "\"", "\\", "t", "h", " "}) add(one);
  std::string merges;
  while (tokens.size() < 40000) {
    const std::string left = tokens[random() % std::min<std::size_t>(tokens.size(), 500)];
    const std::string right = tokens[random() % tokens.size()];
    if (left.size() + right.size() > 40) continue;
    add(left + right);
    merges += (merges.empty() ? "" : ",") + gap() + "[" + gap() + Json(left).dump() + "," + gap() +
              Json(right).dump() + gap() + "]";
  }
  return R"({"type":"BPE","unk_token":"a","vocab":{)" + vocab + R"(},"merges":[)" + merges + "]}";
}

TEST(TokenizerDocumentTest, ALargeModelIsTheOneOfTheTree) {
  std::mt19937 random(4);
  const std::array<std::function<std::string()>, 3> gaps{
      [] { return ""; }, [] { return "\n        "; },
      [&] {  // mostly as before, now and then another, also longer than any padding
        const auto kind = random() % 40;
        return std::string(kind < 37 ? 1 : kind < 39 ? 2 : 100, kind % 2 == 0 ? ' ' : '\t');
      }};
  for (const auto& gap : gaps) {
    const std::string text = file_of(large_bpe(3, gap));
    ASSERT_GT(text.size(), std::size_t{1} << 20);
    TokenizerDocument document{PaddedText(text)};
    ASSERT_TRUE(document.lists().merges);
    const auto model = make_model(document.root().at("model"), document.lists());
    const JsonDocument tree = JsonDocument::parse(text);
    models::ModelLists none;
    const auto expected = make_model(tree.root().at("model"), none);
    ASSERT_EQ(model->vocab_size(), expected->vocab_size());
    for (std::uint32_t id = 0; id < expected->vocab_size(); ++id) {
      const auto token = expected->id_to_token(id);
      ASSERT_EQ(model->id_to_token(id), token);
      if (!token) continue;
      ASSERT_EQ(model->token_to_id(*token), expected->token_to_id(*token));
      std::vector<Token> ours;
      std::vector<Token> theirs;
      model->tokenize(*token, ours);
      expected->tokenize(*token, theirs);
      ASSERT_EQ(ours.size(), theirs.size()) << *token;
      for (std::size_t i = 0; i < ours.size(); ++i) ASSERT_EQ(ours[i].id, theirs[i].id) << *token;
    }
  }
}

}  // namespace
}  // namespace penstock::testing
