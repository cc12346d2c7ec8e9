// SPDX-License-Identifier: Apache-2.0
#include "generation/text_stream.hpp"

#include <gtest/gtest.h>

#include <penstock/tokenizer.hpp>
#include <random>
#include <string>
#include <vector>

#include "generation/stop_strings.hpp"

namespace penstock {
namespace {

Tokenizer tokenizer_of(const std::string& folder) {
  return Tokenizer::from_pretrained(std::string(PENSTOCK_TEST_DATA) + "/" + folder);
}

std::size_t characters(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

// The text without its first characters.
std::string behind(const std::string& text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && count-- == 0) break;
  }
  return text.substr(at);
}

// Random ids, in front of them a prompt: the pieces are what decoding everything at once gives.
void check(const Tokenizer& tokenizer, bool clean_up, std::uint32_t seed) {
  std::mt19937 engine(seed);
  const auto size = static_cast<std::uint32_t>(tokenizer.vocab_size());
  std::vector<std::uint32_t> prompt(engine() % 5);
  for (std::uint32_t& id : prompt) id = static_cast<std::uint32_t>(engine()) % size;
  TextStream stream(tokenizer, {true, clean_up}, prompt);
  std::vector<std::uint32_t> ids = prompt;
  std::string pieces;
  for (int i = 0; i < 25; ++i) {
    ids.push_back(static_cast<std::uint32_t>(engine()) % size);
    pieces += stream.put(ids.back());
  }
  pieces += stream.end();
  const std::size_t skipped = characters(tokenizer.decode(prompt, true, clean_up));
  EXPECT_EQ(pieces, behind(tokenizer.decode(ids, true, clean_up), skipped)) << "seed " << seed;
}

TEST(TextStream, PiecesTogetherAreTheDecodedText) {
  for (const char* folder :
       {"letter-tokenizer", "models/roberta-emotions", "models/bert-sentiment"}) {
    SCOPED_TRACE(folder);
    const Tokenizer tokenizer = tokenizer_of(folder);
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
      check(tokenizer, false, seed);
      check(tokenizer, true, seed);
    }
  }
}

TEST(TextStream, WhatCleanUpTakesAwayIsNeverTold) {
  const Tokenizer tokenizer = tokenizer_of("letter-tokenizer");
  for (const char* text : {"it 's , fine .", "a ' b n't 've", "x ' .", " ' ' '", "do n't v r n ' ",
                           "end ' s", "a  , b", "n'n'n' n't"}) {
    const std::vector<std::uint32_t> ids = tokenizer.encode(text, false).ids;
    TextStream stream(tokenizer, {true, true});
    std::string pieces;
    for (const std::uint32_t id : ids) pieces += stream.put(id);
    pieces += stream.end();
    EXPECT_EQ(pieces, tokenizer.decode(ids, true, true)) << text;
  }
}

TEST(TextStream, TextIsToldAsSoonAsItIsCertain) {
  const Tokenizer tokenizer = tokenizer_of("letter-tokenizer");
  TextStream stream(tokenizer, {true, false});
  EXPECT_EQ(stream.put(*tokenizer.token_to_id("a")), "a");
  EXPECT_EQ(stream.put(*tokenizer.token_to_id(" ")), " ");
  EXPECT_EQ(stream.end(), "");
}

std::vector<std::int64_t> ids_of(const Tokenizer& tokenizer, const std::string& text) {
  const auto ids = tokenizer.encode(text, false).ids;
  return {ids.begin(), ids.end()};
}

TEST(StopStrings, MatchWhereTheLastTokenCompletesOne) {
  const Tokenizer tokenizer = tokenizer_of("letter-tokenizer");
  const TokenTexts texts(tokenizer);
  const StopStrings stop({"stop", "?"}, texts);
  EXPECT_TRUE(stop.matches(ids_of(tokenizer, "do stop")));
  EXPECT_TRUE(stop.matches(ids_of(tokenizer, "what?")));
  EXPECT_FALSE(stop.matches(ids_of(tokenizer, "stop it")));  // was complete before
  EXPECT_FALSE(stop.matches(ids_of(tokenizer, "top")));
  EXPECT_FALSE(stop.matches({}));
}

TEST(StopStrings, MayBeginAndEndInsideTokens) {
  const Tokenizer tokenizer = tokenizer_of("models/roberta-emotions");
  const TokenTexts texts(tokenizer);
  const std::vector<std::int64_t> ids = ids_of(tokenizer, "I love the film and the food");
  const std::uint32_t last = static_cast<std::uint32_t>(ids.back());
  const std::string end = *texts.find(last);
  ASSERT_FALSE(end.empty());
  const std::string inside = end.substr(0, 1);
  EXPECT_TRUE(StopStrings({inside}, texts).matches(ids));
  EXPECT_FALSE(StopStrings({"love"}, texts).matches(ids));
}

TEST(StopStrings, ThatNoTokenCouldEndAreRefused) {
  const Tokenizer tokenizer = tokenizer_of("letter-tokenizer");
  const TokenTexts texts(tokenizer);
  EXPECT_ANY_THROW(StopStrings({"\xE2\x82\xAC"}, texts));
  EXPECT_NO_THROW(StopStrings({"\xE2\x82\xAC", "a"}, texts));
}

}  // namespace
}  // namespace penstock
