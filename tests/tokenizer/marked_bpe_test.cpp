// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <penstock/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel_test_support.hpp"
#include "tokenizer/engine.hpp"
#include "tokenizer/kernels/kernel.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/models/bpe.hpp"
#include "tokenizer/pre_tokenizer.hpp"

// BPE in Llama's layout against the interpreter: ids, offsets, words and token texts.

namespace penstock {
namespace {

constexpr std::array<std::string_view, 40> kMarkedAlphabet = {
    " ",       " ",   "  ",  "   ", "\n",  "\t",     "a",      "b",
    "ab",      "s",   "t",   "re",  "the", ".",      ",",      "'",
    "1",       "12",  "é",   "я",   "ят",  "你",     "好",     "你好",
    "，",      "ก",   "ำ",   "ა",   "😀",  "\u200d", "\u2581", "\u2581\u2581",
    "\u2581a", "[X]", "<y>", "<",   "y>",  "\u0301", "q",      "\x7f"};

std::string marked_text(std::mt19937& random, std::size_t most_parts) {
  std::string text;
  const std::size_t parts = random() % most_parts;
  for (std::size_t i = 0; i < parts; ++i)
    text += kMarkedAlphabet[random() % kMarkedAlphabet.size()];
  return text;
}

enum class Unknown { bytes, token, fused_token, some_bytes };

using Merges = std::vector<std::pair<std::string, std::string>>;

// é, 1 and y are not in the vocabulary.
Json model_of(Unknown unknown, const Merges& more = {}) {
  Json vocab = Json::object();
  const auto add = [&vocab](const std::string& token) {
    if (!vocab.contains(token)) vocab[token] = vocab.size();
  };
  add("<unk>");
  const int bytes = unknown == Unknown::bytes ? 256 : unknown == Unknown::some_bytes ? 0xC4 : 0;
  for (int byte = 0; byte < bytes; ++byte) {
    std::array<char, 8> name{};
    (void)std::snprintf(name.data(), name.size(), "<0x%02X>", byte);
    add(name.data());
  }
  for (const char* c : {"▁", "a", "b", "s",  "t",  "r", "e", "h",  ".",  ",", "'",
                        "2", "я", "т", "你", "好", "ก", "ა", "😀", "\n", "<", ">"}) {
    add(c);
  }
  Merges merges = {{"▁", "t"}, {"h", "e"},   {"▁t", "he"}, {"a", "b"},   {"▁", "a"}, {"▁a", "b"},
                   {"▁", "▁"}, {"▁▁", "▁▁"}, {"r", "e"},   {"你", "好"}, {"я", "т"}, {"▁", "你好"},
                   {"s", "▁"}, {"b", "你"},  {"\n", "\n"}, {"▁", "."}};
  for (const auto& [left, right] : more) {
    add(left);
    add(right);
    merges.emplace_back(left, right);
  }
  Json list = Json::array();
  for (const auto& [left, right] : merges) {
    add(left + right);
    list.push_back(Json::array({left, right}));
  }
  return {{"type", "BPE"},
          {"unk_token", unknown == Unknown::bytes ? Json(nullptr) : Json("<unk>")},
          {"fuse_unk", unknown == Unknown::fused_token},
          {"byte_fallback", bytes != 0},
          {"vocab", vocab},
          {"merges", list}};
}

Json prepend() { return {{"type", "Prepend"}, {"prepend", "▁"}}; }
Json replace() { return {{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", "▁"}}; }
Json sequence(const Json& parts) { return {{"type", "Sequence"}, {"normalizers", parts}}; }
Json llama() { return sequence(Json::array({prepend(), replace()})); }
Json metaspace(const char* scheme) {
  return {
      {"type", "Metaspace"}, {"replacement", "▁"}, {"prepend_scheme", scheme}, {"split", false}};
}
Json split_at_spaces(bool invert) {
  return {{"type", "Split"},
          {"pattern", {{"String", " "}}},
          {"behavior", "MergedWithPrevious"},
          {"invert", invert}};
}

void expect_equal_on_marked_texts(Engine engine, unsigned seed) {
  std::mt19937 random(seed);
  for (int i = 0; i < 3000 && !::testing::Test::HasFatalFailure(); ++i) {
    expect_equal(engine, marked_text(random, i % 100 == 0 ? 200 : 18));
  }
}

constexpr std::array kUnknowns = {Unknown::bytes, Unknown::token, Unknown::fused_token,
                                  Unknown::some_bytes};

TEST(MarkedBpe, TheNormalizersWorkIsDoneOnTheWay) {
  unsigned seed = 1;
  for (const Unknown unknown : kUnknowns) {
    for (const Json& normalizer : {llama(), replace(), sequence(Json::array({replace()}))}) {
      Engine engine = make(normalizer, nullptr, model_of(unknown));
      ASSERT_NE(engine.whole_kernel, nullptr);
      expect_equal_on_marked_texts(std::move(engine), ++seed);
    }
  }
}

TEST(MarkedBpe, ASplitAtSpacesCutsNothingBehindTheMarks) {
  Engine engine = make(replace(), split_at_spaces(false), model_of(Unknown::bytes));
  ASSERT_NE(engine.whole_kernel, nullptr);
  expect_equal_on_marked_texts(std::move(engine), 21);
  EXPECT_EQ(make(replace(), split_at_spaces(true), model_of(Unknown::bytes)).whole_kernel, nullptr);
}

TEST(MarkedBpe, BehindMetaspaceThatDoesNotSplit) {
  unsigned seed = 30;
  for (const char* scheme : {"always", "first", "never"}) {
    for (const Unknown unknown : kUnknowns) {
      Engine engine = make(nullptr, metaspace(scheme), model_of(unknown));
      ASSERT_NE(engine.kernel, nullptr);
      expect_equal_on_marked_texts(std::move(engine), ++seed);
    }
    const Json strip = {{"type", "Strip"}, {"strip_left", true}, {"strip_right", true}};
    expect_equal_on_marked_texts(make(strip, metaspace(scheme), model_of(Unknown::bytes)), ++seed);
  }
}

TEST(MarkedBpe, BehindOtherNormalizersSpacesAreSpaces) {
  Engine engine = make({{"type", "NFKC"}}, nullptr, model_of(Unknown::token, {{" ", "a"}}));
  EXPECT_EQ(engine.whole_kernel, nullptr);
  ASSERT_NE(engine.kernel, nullptr);
  expect_equal_on_marked_texts(std::move(engine), 51);
  const Json other_order = sequence(Json::array({replace(), prepend()}));
  expect_equal_on_marked_texts(make(other_order, nullptr, model_of(Unknown::bytes)), 52);
}

TEST(MarkedBpe, AddedTokensOfTheNormalizedTextAreFound) {
  Engine engine = make(llama(), nullptr, model_of(Unknown::bytes));
  for (const char* text : {"<y>", "a<y>", "a <y> b", "▁<y>", "<y", "y>", " <y>▁<y>", "[X]<y>"}) {
    expect_equal(engine, text);
  }
}

// Where characters do not tell what merges, nothing may be cut.
TEST(MarkedBpe, NoCutsWhereTokensOfBytesOrOfTheUnknownMerge) {
  const Json bytes = model_of(Unknown::bytes, {{"<0xC3>", "<0xA9>"}, {"<0xC3><0xA9>", "a"}});
  const Json unknown = model_of(Unknown::token, {{"<unk>", "a"}});
  Json shared_id = model_of(Unknown::bytes);
  shared_id["vocab"]["s"] = shared_id["vocab"]["a"];
  for (const Json& model : {bytes, unknown, shared_id}) {
    Engine engine = make(llama(), nullptr, model);
    const auto* bpe = dynamic_cast<const models::Bpe*>(engine.model.get());
    ASSERT_NE(bpe, nullptr);
    EXPECT_EQ(bpe->cuts(), nullptr);
    expect_equal_on_marked_texts(std::move(engine), 60);
  }
}

TEST(MarkedBpe, PartsOfEverySizeAreRememberedOrNot) {
  Engine engine = make(llama(), nullptr, model_of(Unknown::bytes));
  for (std::size_t size = 1; size < 70; ++size) {
    std::string letters;
    for (std::size_t i = 0; i < size; ++i) letters += "abt"[i * i % 3];
    expect_equal(engine, letters);
    expect_equal(engine, "x " + letters + " y");
    expect_equal(engine, std::string(size, ' ') + "a");
  }
}

}  // namespace
}  // namespace penstock
