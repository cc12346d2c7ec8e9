// SPDX-License-Identifier: Apache-2.0
#pragma once

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

inline constexpr std::array<std::string_view, 64> kAlphabet = {
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

inline std::string random_text(std::mt19937& random) {
  std::string text;
  const std::size_t parts = random() % 24;
  for (std::size_t i = 0; i < parts; ++i) text += kAlphabet[random() % kAlphabet.size()];
  return text;
}

inline Json byte_bpe_model(bool ignore_merges) {
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

inline Json added_token(const char* content, bool normalized) {
  return {{"id", 0},         {"content", content},       {"single_word", false},  {"lstrip", false},
          {"rstrip", false}, {"normalized", normalized}, {"special", !normalized}};
}

inline Engine make(const Json& normalizer, const Json& pre_tokenizer, const Json& model) {
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

inline EngineEncoding encode(Engine& engine, std::string_view text, bool shortcuts) {
  engine.shortcuts = shortcuts;
  return engine.encode({text, {}}, std::nullopt, true, std::nullopt, std::nullopt);
}

// Text views of an encoding live until the next call.
inline std::vector<std::string> texts_of(const EngineEncoding& encoding) {
  return {encoding.tokens.begin(), encoding.tokens.end()};
}

inline void expect_equal(Engine& engine, const std::string& text) {
  const EngineEncoding expected = encode(engine, text, false);
  const std::vector<std::string> expected_texts = texts_of(expected);
  // Twice: the second time from the cache.
  for (int pass = 0; pass < 2; ++pass) {
    const EngineEncoding actual = encode(engine, text, true);
    ASSERT_EQ(actual.ids, expected.ids) << ::testing::PrintToString(text);
    ASSERT_EQ(actual.offsets, expected.offsets) << ::testing::PrintToString(text);
    ASSERT_EQ(actual.words, expected.words) << ::testing::PrintToString(text);
    ASSERT_EQ(texts_of(actual), expected_texts) << ::testing::PrintToString(text);
    ASSERT_EQ(actual.type_ids, expected.type_ids);
    ASSERT_EQ(actual.special_tokens_mask, expected.special_tokens_mask);
    ASSERT_EQ(actual.attention_mask, expected.attention_mask);
  }
}

inline void expect_equal_on_random_texts(Engine engine, unsigned seed) {
  ASSERT_NE(engine.kernel, nullptr) << "the pipeline is not recognised";
  std::mt19937 random(seed);
  for (int i = 0; i < 4000 && !::testing::Test::HasFatalFailure(); ++i) {
    expect_equal(engine, random_text(random));
  }
}

inline Json byte_level_json(bool use_regex) {
  return {{"type", "ByteLevel"},
          {"add_prefix_space", false},
          {"trim_offsets", true},
          {"use_regex", use_regex}};
}

inline Json split_then_bytes(const char* pattern) {
  const Json split = {{"type", "Split"},
                      {"pattern", {{"Regex", pattern}}},
                      {"behavior", "Isolated"},
                      {"invert", false}};
  return {{"type", "Sequence"}, {"pretokenizers", Json::array({split, byte_level_json(false)})}};
}

inline constexpr const char* kThreeDigits =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
}  // namespace penstock
