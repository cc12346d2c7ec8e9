// SPDX-License-Identifier: Apache-2.0
#include "fuzz/engines.hpp"

#include <array>
#include <cstdio>
#include <penstock/json.hpp>
#include <string>
#include <vector>

#include "tokenizer/byte_level_alphabet.hpp"
#include "tokenizer/tokenizer_document.hpp"
#include "tokenizer/tokenizer_json.hpp"

namespace penstock::fuzz {
namespace {

Json with(Json model, Json normalizer, Json pre_tokenizer, Json decoder) {
  Json added = Json::array();
  for (const char* content : {"[X]", "<y>"})
    added.push_back({{"id", 5000 + added.size()},
                     {"content", content},
                     {"single_word", false},
                     {"lstrip", content[0] == '<'},
                     {"rstrip", content[0] == '<'},
                     {"normalized", false},
                     {"special", true}});
  return {{"version", "1.0"},          {"truncation", nullptr},    {"padding", nullptr},
          {"added_tokens", added},     {"normalizer", normalizer}, {"pre_tokenizer", pre_tokenizer},
          {"post_processor", nullptr}, {"decoder", decoder},       {"model", model}};
}

Json vocabulary(const std::vector<std::string>& tokens) {
  Json vocab = Json::object();
  for (const std::string& token : tokens) vocab[token] = vocab.size();
  return vocab;
}

Json word_piece() {
  return with({{"type", "WordPiece"},
               {"unk_token", "[UNK]"},
               {"continuing_subword_prefix", "##"},
               {"max_input_chars_per_word", 20},
               {"vocab", vocabulary({"[UNK]", "a", "b", "##a", "##b", "ab", "s", "##s", "é", "你",
                                     "1", "##2", ".", ",", "!", "'", "e", "##e"})}},
              {{"type", "BertNormalizer"},
               {"clean_text", true},
               {"handle_chinese_chars", true},
               {"strip_accents", nullptr},
               {"lowercase", true}},
              {{"type", "BertPreTokenizer"}},
              {{"type", "WordPiece"}, {"prefix", "##"}, {"cleanup", true}});
}

Json byte_level_bpe() {
  std::vector<std::string> tokens;
  for (unsigned byte = 0; byte < 256; ++byte)
    tokens.emplace_back(byte_level::to_utf8(static_cast<std::uint8_t>(byte)));
  Json merges = Json::array();
  for (const auto& [left, right] : std::vector<std::pair<std::string, std::string>>{
           {"a", "b"}, {"Ġ", "a"}, {"Ġ", "ab"}, {"'", "s"}, {"Ã", "©"}, {"1", "2"}}) {
    tokens.push_back(left + right);
    merges.push_back(Json::array({left, right}));
  }
  const Json byte_level = {{"type", "ByteLevel"},
                           {"add_prefix_space", false},
                           {"trim_offsets", true},
                           {"use_regex", true}};
  return with({{"type", "BPE"}, {"vocab", vocabulary(tokens)}, {"merges", merges}}, nullptr,
              byte_level, byte_level);
}

Json metaspace(const char* scheme) {
  return {{"type", "Metaspace"}, {"replacement", "▁"}, {"prepend_scheme", scheme}, {"split", true}};
}

Json unigram() {
  Json vocab = Json::array({Json::array({"<unk>", 0.0})});
  double score = -2.0;
  for (const char* piece :
       {"▁", "a", "b", "▁a", "ab", "▁ab", "s", "é", "你", "1", "12", ".", "e"}) {
    vocab.push_back(Json::array({piece, score}));
    score -= 0.4;
  }
  return with({{"type", "Unigram"}, {"unk_id", 0}, {"vocab", vocab}, {"byte_fallback", false}},
              {{"type", "NFKC"}}, metaspace("always"), metaspace("always"));
}

Json byte_fallback_bpe() {
  std::vector<std::string> tokens = {"<unk>"};
  for (unsigned byte = 0; byte < 256; ++byte) {
    std::array<char, 8> name{};
    (void)std::snprintf(name.data(), name.size(), "<0x%02X>", byte);
    tokens.emplace_back(name.data());
  }
  for (const char* token : {"▁", "a", "b", "e", "s", "▁a", "ab", "▁ab"}) tokens.emplace_back(token);
  const Json merges =
      Json::array({Json::array({"▁", "a"}), Json::array({"a", "b"}), Json::array({"▁a", "b"})});
  const Json to_mark = {{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", "▁"}};
  const Json decoders =
      Json::array({{{"type", "Replace"}, {"pattern", {{"String", "▁"}}}, {"content", " "}},
                   {{"type", "ByteFallback"}},
                   {{"type", "Fuse"}}});
  return with({{"type", "BPE"},
               {"unk_token", "<unk>"},
               {"fuse_unk", true},
               {"byte_fallback", true},
               {"vocab", vocabulary(tokens)},
               {"merges", merges}},
              to_mark, nullptr, {{"type", "Sequence"}, {"decoders", decoders}});
}

Json word_level() {
  return with({{"type", "WordLevel"},
               {"unk_token", "[UNK]"},
               {"vocab", vocabulary({"[UNK]", "a", "ab", "1", ".", "é"})}},
              {{"type", "Lowercase"}}, {{"type", "Whitespace"}}, nullptr);
}

constexpr std::size_t kCount = 5;

std::array<Engine, kCount> make_all(bool shortcuts) {
  std::array<Engine, kCount> engines;
  const std::array<Json, kCount> files = {word_piece(), byte_level_bpe(), unigram(),
                                          byte_fallback_bpe(), word_level()};
  for (std::size_t i = 0; i < kCount; ++i) {
    TokenizerDocument document{PaddedText(files[i].dump())};
    engines[i] = make_engine(document);
    engines[i].shortcuts = shortcuts;
  }
  return engines;
}

}  // namespace

const Engine& engine(std::size_t index, bool shortcuts) {
  static const std::array<Engine, kCount> fast = make_all(true);
  static const std::array<Engine, kCount> plain = make_all(false);
  return (shortcuts ? fast : plain)[index % kCount];
}

}  // namespace penstock::fuzz
