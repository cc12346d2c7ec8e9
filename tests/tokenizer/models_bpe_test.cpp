// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <penstock/json.hpp>
#include <random>
#include <string>
#include <thread>

#include "component_test_support.hpp"

// Expected values were read off tokenizers 0.22.2.

namespace penstock::testing {
namespace {

constexpr const char* kPlain = R"({"type":"BPE","vocab":{"a":0,"b":1,"c":2,"ab":3,"abc":4,"bc":5},
                                   "merges":["b c","a b","ab c"]})";

TEST(Bpe, MergesTheLowestRankFirst) {
  EXPECT_EQ(tokens_of(*model_of(kPlain), "abc"), "a[0,1) bc[1,3)");
}

TEST(Bpe, MergesTheLeftmostOfEqualRanks) {
  const auto model = model_of(R"({"vocab":{"a":0,"aa":1},"merges":[["a","a"]]})");
  EXPECT_EQ(tokens_of(*model, "aaa"), "aa[0,2) a[2,3)");
}

TEST(Bpe, ReadsMergesAsPairsToo) {
  const auto model = model_of(R"({"type":"BPE","vocab":{"a b":0," ":1,"a":2,"b":3,"a ":4},
                   "merges":[["a"," "],["a ","b"]]})");
  EXPECT_EQ(tokens_of(*model, "a b"), "a b[0,3)");
}

TEST(Bpe, TheLastOfEqualMergesGivesTheRank) {
  const auto model =
      model_of(R"({"vocab":{"a":0,"b":1,"c":2,"ab":3,"bc":4},"merges":["a b","b c","a b"]})");
  EXPECT_EQ(tokens_of(*model, "abc"), "a[0,1) bc[1,3)");
}

TEST(Bpe, PassesOverVersionLinesAmongTheMerges) {
  const auto model = model_of(R"({"vocab":{"a":0,"b":1,"ab":2},"merges":["#version: 0.2","a b"]})");
  EXPECT_EQ(tokens_of(*model, "ab"), "ab[0,2)");
}

TEST(Bpe, EmptyPieceGivesNothing) { EXPECT_EQ(tokens_of(*model_of(kPlain), ""), ""); }

TEST(Bpe, WithoutUnkTokenUnknownCharactersVanishAndOffsetsShift) {
  EXPECT_EQ(tokens_of(*model_of(kPlain), "a日c"), "a[0,1) c[1,2)");
}

TEST(Bpe, NeighboursOfAVanishedCharacterMerge) {
  EXPECT_EQ(tokens_of(*model_of(kPlain), "b日c"), "bc[0,2)");
}

TEST(Bpe, UnknownCharactersStaySeparateWithoutFuseUnk) {
  const auto model = model_of(R"({"vocab":{"<unk>":0,"a":1},"merges":[],"unk_token":"<unk>"})");
  EXPECT_EQ(tokens_of(*model, "éxa"), "<unk>[0,2) <unk>[2,3) a[3,4)");
}

TEST(Bpe, FuseUnkJoinsUnknownCharacters) {
  const auto model =
      model_of(R"({"vocab":{"<unk>":0,"a":1},"merges":[],"unk_token":"<unk>","fuse_unk":true})");
  EXPECT_EQ(tokens_of(*model, "éxaé"), "<unk>[0,3) a[3,4) <unk>[4,6)");
}

TEST(Bpe, UnkTokenOutsideOfTheVocabularyIsAnErrorOnlyWhenNeeded) {
  const auto model = model_of(R"({"vocab":{"a":1},"merges":[],"unk_token":"<unk>"})");
  EXPECT_EQ(tokens_of(*model, "a"), "a[0,1)");
  EXPECT_EQ(error_of([&] { (void)tokens_of(*model, "b"); }), ErrorCode::invalid_argument);
  EXPECT_EQ(tokens_of(*model, "aa"), "a[0,1) a[1,2)");
}

TEST(Bpe, ByteFallbackSpellsUnknownCharacters) {
  const auto model =
      model_of(R"({"vocab":{"<0xC3>":0,"<0xA9>":1,"a":2},"merges":[],"byte_fallback":true})");
  EXPECT_EQ(tokens_of(*model, "éa"), "<0xC3>[0,1) <0xA9>[1,2) a[2,3)");
}

TEST(Bpe, ByteFallbackNeedsEveryByte) {
  const auto model = model_of(
      R"({"vocab":{"<0xC3>":0,"<unk>":1},"merges":[],"byte_fallback":true,"unk_token":"<unk>"})");
  EXPECT_EQ(tokens_of(*model, "é"), "<unk>[0,2)");
}

TEST(Bpe, BytesOvertakeAWaitingUnknownToken) {
  const auto model = model_of(R"({"vocab":{"<0xC3>":0,"<0xA9>":1,"<unk>":2},"merges":[],
                                  "byte_fallback":true,"unk_token":"<unk>"})");
  EXPECT_EQ(tokens_of(*model, "日é"), "<0xC3>[0,1) <0xA9>[1,2) <unk>[2,5)");
}

TEST(Bpe, IgnoreMergesTakesWholePiecesFromTheVocabulary) {
  const auto model = model_of(R"({"vocab":{"a":0,"b":1,"ab":2,"ba":3},"merges":["a b"],
                                  "ignore_merges":true})");
  EXPECT_EQ(tokens_of(*model, "ba"), "ba[0,2)");
  EXPECT_EQ(tokens_of(*model, "bab"), "b[0,1) ab[1,3)");
}

TEST(Bpe, PrefixAndSuffixMarkThePlaceInTheWord) {
  const auto model = model_of(R"({"vocab":{"a":0,"##b":1,"##c</w>":2,"ab":3,"abc</w>":4,"a</w>":5},
      "merges":["a ##b","ab ##c</w>"],"continuing_subword_prefix":"##","end_of_word_suffix":"</w>"})");
  EXPECT_EQ(tokens_of(*model, "abc"), "abc</w>[0,3)");
  EXPECT_EQ(tokens_of(*model, "a"), "a</w>[0,1)");
  EXPECT_EQ(model->continuing_subword_prefix(), "##");
}

TEST(Bpe, LongPiecesGoThroughTheHeapWithTheSameResult) {
  const auto model = model_of(kPlain);
  std::string text;
  std::string expected;
  for (std::uint32_t i = 0; i < 100; ++i) {
    text += "abc";
    const auto at = [](std::uint32_t n) { return std::to_string(n); };
    expected += (i == 0 ? "a[" : " a[") + at(3 * i) + "," + at(3 * i + 1) + ") bc[" +
                at(3 * i + 1) + "," + at(3 * i + 3) + ")";
  }
  EXPECT_EQ(tokens_of(*model, text), expected);
}

TEST(Bpe, AMegabyteWithoutSpacesIsNearLinear) {
  const auto model = model_of(R"({"vocab":{"a":0,"aa":1,"aaaa":2},"merges":["a a","aa aa"]})");
  std::vector<Token> tokens;
  model->tokenize(std::string(1 << 20, 'a'), tokens);
  ASSERT_EQ(tokens.size(), (1U << 20) / 4);
  EXPECT_EQ(tokens.back().end, 1U << 20);
}

// Long pieces are cut where no merge joins; one word at a time gives the same. "b▁" and "x1" are
// entries, so that nothing is cut there.
std::string llama_model(const char* more) {
  Json vocab = Json::object();
  for (const char* token :
       {"<unk>", "▁", "a", "b", "x", "1", "▁a", "b▁", "ab", "▁▁", "▁ab", "x1"}) {
    vocab[token] = vocab.size();
  }
  for (int byte = 0; byte < 256; ++byte) {
    std::array<char, 8> name{};
    (void)std::snprintf(name.data(), name.size(), "<0x%02X>", byte);
    vocab[name.data()] = vocab.size();
  }
  Json model = {{"vocab", vocab},
                {"merges", {"▁ a", "b ▁", "a b", "▁ ▁", "▁a b", "x 1"}},
                {"unk_token", "<unk>"},
                {"fuse_unk", true}};
  model.update(Json::parse(more));
  return model.dump();
}

TEST(Bpe, WordsOfALongPieceAreThoseOfTheWhole) {
  for (const char* bytes : {R"({"byte_fallback":false})", R"({"byte_fallback":true})"}) {
    Json uncut = Json::parse(bytes);  // ignore_merges: no cuts, and no text below is an entry
    uncut["ignore_merges"] = true;
    const auto cut = model_of(llama_model(bytes));
    const auto whole = model_of(llama_model(uncut.dump().c_str()));
    std::mt19937 random(3);
    for (int i = 0; i < 4000; ++i) {
      std::string text = "▁▁▁";
      for (std::size_t k = random() % 60; k > 0; --k) {
        constexpr std::array<const char*, 10> kParts = {"▁",  "a", "b", "▁a", "é",
                                                        "日", "x", "1", "\n", "z"};
        text += kParts[random() % kParts.size()];
      }
      ASSERT_EQ(tokens_of(*cut, text), tokens_of(*whole, text)) << text;
    }
  }
}

TEST(Bpe, DropoutOfOneMergesNothing) {
  const auto model = model_of(R"({"vocab":{"a":0,"b":1,"ab":2},"merges":["a b"],"dropout":1.0})");
  EXPECT_EQ(tokens_of(*model, "ab"), "a[0,1) b[1,2)");
}

TEST(Bpe, DropoutMergesSomeOfTheTime) {
  const auto model = model_of(R"({"vocab":{"a":0,"b":1,"ab":2},"merges":["a b"],"dropout":0.5})");
  int merged = 0;
  for (int i = 0; i < 200; ++i) merged += tokens_of(*model, "ab") == "ab[0,2)" ? 1 : 0;
  EXPECT_GT(merged, 20);
  EXPECT_LT(merged, 180);
}

TEST(Bpe, RepeatedPiecesGiveTheSameTokens) {
  const auto model = model_of(kPlain);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(tokens_of(*model, "abcab"), "a[0,1) bc[1,3) ab[3,5)");
}

TEST(Bpe, TwoModelsOnOneThreadDoNotMixTheirCaches) {
  const auto first = model_of(kPlain);
  const auto second = model_of(R"({"vocab":{"a":7,"b":8},"merges":[]})");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(tokens_of(*first, "ab"), "ab[0,2)");
    EXPECT_EQ(tokens_of(*second, "ab"), "a[0,1) b[1,2)");
  }
}

TEST(Bpe, IsCalledFromManyThreads) {
  const auto model = model_of(kPlain);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&model] {
      for (int round = 0; round < 200; ++round) {
        EXPECT_EQ(tokens_of(*model, "abcab"), "a[0,1) bc[1,3) ab[3,5)");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Bpe, RefusesWhatTheReferenceRefuses) {
  const auto refuses = [](std::string_view json) {
    return error_of([&] { (void)model_of(json); }) == ErrorCode::io;
  };
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0}})")) << "no merges";
  EXPECT_TRUE(refuses(R"({"type":"BPE","merges":[]})")) << "no vocab";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0},"merges":["a b"]})"))
      << "right part unknown";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0},"merges":["b a"]})")) << "left part unknown";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0},"merges":["a a"]})")) << "result unknown";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0},"merges":["a  a"]})")) << "two spaces";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0},"merges":["aa"]})")) << "no space";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0,"aa":1},"merges":[["a","a","a"]]})"))
      << "three parts";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0,"aa":1},"merges":["a a",["a","a"]]})"))
      << "strings and pairs";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0},"merges":[],"dropout":1.5})")) << "dropout";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":-1},"merges":[]})")) << "negative id";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":4294967296},"merges":[]})")) << "id too large";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"],
                          "continuing_subword_prefix":"##"})"))
      << "shorter than the prefix";
  EXPECT_TRUE(refuses(R"({"type":"BPE","vocab":{"a":0,"é":1},"merges":["a é"],
                          "continuing_subword_prefix":"#"})"))
      << "prefix ends inside of a character";
}

}  // namespace
}  // namespace penstock::testing
