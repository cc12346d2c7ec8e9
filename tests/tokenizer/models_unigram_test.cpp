// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "component_test_support.hpp"
#include "core/utf8.hpp"
#include "tokenizer/models/unigram.hpp"
#include "tokenizer/serde_number.hpp"

// Expected values were read off tokenizers 0.22.2.

namespace penstock::testing {
namespace {

std::string unigram(std::string_view vocab, std::string_view rest = R"("unk_id":0)") {
  return R"({"type":"Unigram",)" + std::string(rest) + R"(,"vocab":)" + std::string(vocab) + "}";
}

TEST(Unigram, FindsTheBestPath) {
  const auto model = model_of(unigram(
      R"([["<unk>",0],["a",0],["b",0],["c",0],["d",0],["cd",1],["ab",2],["abc",5],["abcd",10]])"));
  EXPECT_EQ(tokens_of(*model, "abcdacdxx"), "abcd[0,4) a[4,5) cd[5,7) xx?[7,9)");
}

TEST(Unigram, TheFirstOfEquallyGoodPathsStays) {
  const auto model = model_of(unigram(R"([["<unk>",0],["a",-1],["aa",-2],["b",-5]])"));
  EXPECT_EQ(tokens_of(*model, "aa"), "aa[0,2)");
  EXPECT_EQ(tokens_of(*model, "aaa"), "a[0,1) aa[1,3)");
}

TEST(Unigram, UnknownCharactersFuse) {
  const auto model = model_of(unigram(R"([["<unk>",0],["a",-1]])"));
  EXPECT_EQ(tokens_of(*model, "日本a日"), "日本?[0,6) a[6,7) 日?[7,10)");
  std::vector<Token> tokens;
  model->tokenize("日本", tokens);
  EXPECT_EQ(tokens.at(0).id, 0U);
}

TEST(Unigram, ControlPiecesOfScoreZeroMatchInText) {
  const auto model = model_of(unigram(R"([["<unk>",0],["<s>",0],["<",-3],["s",-3],[">",-3]])"));
  EXPECT_EQ(tokens_of(*model, "<s>s"), "<s>[0,3) s[3,4)");
}

TEST(Unigram, TheTextOfTheUnknownPieceFusesWithUnknownCharacters) {
  const auto model = model_of(unigram(R"([["<unk>",0],["a",-1]])"));
  EXPECT_EQ(tokens_of(*model, "<unk>"), "<unk>[0,5)");
  EXPECT_EQ(tokens_of(*model, "日<unk>"), "日<unk>?[0,8)");
}

TEST(Unigram, OfEqualPiecesTheLastIsFound) {
  const auto model = model_of(unigram(R"([["<unk>",0],["a",-1],["a",-9],["b",-1],["ab",-4]])"));
  std::vector<Token> tokens;
  model->tokenize("a", tokens);
  EXPECT_EQ(tokens.at(0).id, 2U);
  EXPECT_EQ(tokens_of(*model, "ab"), "ab[0,2)") << "the score is the last one's too";
  EXPECT_EQ(model->vocab_size(), 5U);
  EXPECT_EQ(model->id_to_token(1), "a");
}

TEST(Unigram, IdsOfTexts) {
  const auto model = model_of(unigram(R"([["<unk>",0],["",-1],["ab",-9],["ab",-1],["",-2]])"));
  EXPECT_EQ(model->token_to_id("ab"), 3U);
  EXPECT_EQ(model->token_to_id("a"), std::nullopt) << "the beginning of a piece is none";
  EXPECT_EQ(model->token_to_id("abc"), std::nullopt);
  EXPECT_EQ(model->token_to_id(""), 4U);
  EXPECT_EQ(model->id_to_token(2), "ab");
  EXPECT_EQ(model->id_to_token(4), "");
  EXPECT_EQ(model->id_to_token(5), std::nullopt);
  EXPECT_EQ(model_of(unigram(R"([["<unk>",0]])"))->token_to_id(""), std::nullopt);
}

TEST(Unigram, ByteFallbackGivesEveryByteTheOffsetsOfTheWhole) {
  const auto model = model_of(unigram(R"([["<unk>",0],["<0xC3>",-1],["<0xA9>",-1],["a",-1]])",
                                      R"("unk_id":0,"byte_fallback":true)"));
  EXPECT_EQ(tokens_of(*model, "aéé"), "a[0,1) <0xC3>[1,5) <0xA9>[1,5) <0xC3>[1,5) <0xA9>[1,5)");
  EXPECT_EQ(tokens_of(*model, "aéé"), tokens_of(*model, "aéé")) << "again from the cache";
}

TEST(Unigram, ByteFallbackNeedsEveryByte) {
  const auto model =
      model_of(unigram(R"([["<unk>",0],["<0xC3>",-1]])", R"("unk_id":0,"byte_fallback":true)"));
  EXPECT_EQ(tokens_of(*model, "é"), "é?[0,2)");
}

TEST(Unigram, WithoutUnkIdUnknownTextIsAnError) {
  for (const char* rest : {R"("unk_id":null)", R"("byte_fallback":false)"}) {
    const auto model = model_of(unigram(R"([["a",-1]])", rest));
    EXPECT_EQ(tokens_of(*model, "a"), "a[0,1)");
    EXPECT_EQ(error_of([&] { (void)tokens_of(*model, "b"); }), ErrorCode::invalid_argument);
    EXPECT_EQ(tokens_of(*model, "aa"), "a[0,1) a[1,2)") << "after the error";
  }
}

// The left one as it stands in a file, the right one as tokenizers 0.22.2 has it in memory.
TEST(Unigram, ScoresAreReadAsTheReferenceReadsThem) {
  EXPECT_EQ(as_serde_reads(-6.8006530124613676), -6.800653012461368);
  EXPECT_EQ(as_serde_reads(-7.2089968573888745), -7.208996857388875);
  EXPECT_EQ(as_serde_reads(-7.3693911325949655), -7.369391132594965);
  EXPECT_EQ(as_serde_reads(-7.4617806351385365), -7.461780635138536);
  EXPECT_EQ(as_serde_reads(-2.865271897262975), -2.865271897262975);
  EXPECT_EQ(as_serde_reads(0.0), 0.0);
  EXPECT_EQ(as_serde_reads(-10.0), -10.0);
  EXPECT_EQ(as_serde_reads(1e-5), 1e-5);
  EXPECT_EQ(as_serde_reads(1e300), 1e300);
}

TEST(Unigram, EmptyPieceGivesNothing) {
  EXPECT_EQ(tokens_of(*model_of(unigram(R"([["<unk>",0]])")), ""), "");
}

TEST(Unigram, AMegabyteWithoutSpacesIsLinear) {
  const auto model = model_of(unigram(R"([["<unk>",0],["a",-2],["aa",-3],["aaa",-3.5]])"));
  std::vector<Token> tokens;
  model->tokenize(std::string(3 << 18, 'a'), tokens);
  EXPECT_EQ(tokens.size(), 1U << 18);
}

// The forward pass written down plainly; "?" for an unknown character.
std::string plain_path(const std::vector<models::Unigram::Piece>& pieces, std::string_view text) {
  struct Best {
    double score = 0.0;
    std::size_t begin = 0;
    bool unknown = false;
    bool reached = false;
  };
  double worst = 0.0;
  for (const auto& piece : pieces) worst = std::min(worst, piece.score);
  std::vector<Best> best(text.size() + 1);
  for (std::size_t begin = 0, after = 0; begin < text.size(); begin = after) {
    after = begin + utf8::length_from_lead(static_cast<std::uint8_t>(text[begin]));
    bool has_character = false;
    const auto offer = [&](std::size_t end, double score, bool unknown) {
      if (!best[end].reached || score > best[end].score) best[end] = {score, begin, unknown, true};
    };
    for (std::size_t end = after; end <= text.size(); ++end) {
      for (const auto& piece : pieces) {
        if (piece.text != text.substr(begin, end - begin)) continue;
        offer(end, piece.score + best[begin].score, false);
        has_character |= end == after;
      }
    }
    if (!has_character) offer(after, worst - 10.0 + best[begin].score, true);
  }
  std::string path;
  for (std::size_t end = text.size(); end > 0; end = best[end].begin) {
    const std::string part(text.substr(best[end].begin, end - best[end].begin));
    path = (best[end].unknown ? "?" : part) + "|" + path;
  }
  return path;
}

std::string path_of(const models::Unigram& model, std::string_view text) {
  std::vector<Token> tokens;
  model.tokenize_uncached(text, tokens);
  std::string path;
  for (const Token& token : tokens) {
    const std::string part(text.substr(token.begin, token.end - token.begin));
    for (std::size_t i = 0; token.id == 0 && i < utf8::count(part); ++i) path += "?|";
    if (token.id != 0) path += part + "|";
  }
  return path;
}

TEST(Unigram, PathsAreThoseOfThePlainForwardPass) {
  constexpr std::array<std::string_view, 8> kLetters = {"a", "b", "é", "я", "你", "好", "😀", "▁"};
  std::mt19937 random(5);
  const auto word = [&](std::size_t most) {
    std::string text;
    for (std::size_t i = random() % most + 1; i > 0; --i) text += kLetters[random() % 8];
    return text;
  };
  for (int round = 0; round < 60; ++round) {
    std::set<std::string> texts;
    for (int i = 0; i < 40; ++i) texts.insert(word(4));
    if (round % 2 == 0) {  // more entries at one place than are followed side by side
      for (std::size_t size = 1; size < 24; ++size) texts.insert(std::string(size, 'a'));
    }
    std::vector<models::Unigram::Piece> pieces = {{"<unk>", 0.0}};
    for (const std::string& text : texts) {
      pieces.push_back({text, -static_cast<double>(random() % 1000) / 128 - 1.0});
    }
    const models::Unigram model(pieces, 0, false);
    for (int i = 0; i < 40; ++i) {
      const std::string text = i % 8 == 0 ? std::string(30, 'a') + word(40) : word(40);
      ASSERT_EQ(path_of(model, text), plain_path(pieces, text)) << text;
    }
  }
}

TEST(Unigram, RefusesWhatTheReferenceRefuses) {
  const auto refuses = [](const std::string& json) {
    return error_of([&] { (void)model_of(json); }) == ErrorCode::io;
  };
  EXPECT_TRUE(refuses(R"({"type":"Unigram","unk_id":0})")) << "no vocab";
  EXPECT_TRUE(refuses(unigram(R"([["a",0]])", R"("unk_id":1)"))) << "unk_id outside";
  EXPECT_TRUE(refuses(unigram(R"([])", R"("unk_id":0)"))) << "unk_id in an empty vocabulary";
  EXPECT_TRUE(refuses(unigram(R"([["a",0]])", R"("unk_id":-1)"))) << "negative unk_id";
  EXPECT_TRUE(refuses(unigram(R"([["a",0,1]])"))) << "three parts";
  EXPECT_TRUE(refuses(unigram(R"([["a","0"]])"))) << "score is no number";
  EXPECT_TRUE(refuses(unigram(R"([["a",0]])", R"("byte_fallback":null)"))) << "null flag";
}

}  // namespace
}  // namespace penstock::testing
