// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "tokenizer/converters/pipeline_parts.hpp"
#include "tokenizer/converters/pipelines.hpp"
#include "tokenizer/converters/slow_vocabulary.hpp"

namespace penstock::converters {
namespace {

using Role = Tokenizer::Role;

constexpr const char* kSuffix = "</w>";
constexpr const char* kClipPattern = R"('s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+)";

Json suffix_bpe(const PretrainedFiles& files, Json vocab, MergeLines lines,
                const SlowSpecialTokens& tokens) {
  BpeParts parts;
  parts.vocab = std::move(vocab);
  parts.merges = read_merges(files.folder / "merges.txt", lines);
  parts.unk_token = tokens.content(Role::unk);
  parts.end_of_word_suffix = kSuffix;
  return bpe_model(std::move(parts));
}

Json bert_normalizer(bool lowercase, Json strip_accents) {
  return {{"type", "BertNormalizer"},
          {"clean_text", true},
          {"handle_chinese_chars", true},
          {"strip_accents", std::move(strip_accents)},
          {"lowercase", lowercase}};
}

PipelineParts bert_words(Json normalizer) {
  PipelineParts parts;
  parts.normalizer = std::move(normalizer);
  parts.pre_tokenizer = {{"type", "BertPreTokenizer"}};
  parts.decoder = {{"type", "BPEDecoder"}, {"suffix", kSuffix}};
  return parts;
}

}  // namespace

Json convert_clip(const PretrainedFiles& files) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  PipelineParts parts;
  parts.normalizer = {
      {"type", "Sequence"},
      {"normalizers",
       Json::array({{{"type", "NFC"}},
                    {{"type", "Replace"}, {"pattern", {{"Regex", R"(\s+)"}}}, {"content", " "}},
                    {{"type", "Lowercase"}}})}};
  parts.pre_tokenizer = {{"type", "Sequence"},
                         {"pretokenizers", Json::array({{{"type", "Split"},
                                                         {"pattern", {{"Regex", kClipPattern}}},
                                                         {"behavior", "Removed"},
                                                         {"invert", true}},
                                                        byte_level(false, true)})}};
  parts.post_processor = frame_processing("RobertaProcessing", tokens, Role::bos, Role::eos);
  parts.post_processor["trim_offsets"] = false;
  parts.post_processor["add_prefix_space"] = false;
  parts.decoder = byte_level(true, true);
  parts.model = suffix_bpe(files, std::move(vocab), MergeLines::clip, tokens);
  parts.model["continuing_subword_prefix"] = "";
  return tokenizer_json(std::move(parts));
}

Json convert_herbert(const PretrainedFiles& files) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  PipelineParts parts = bert_words(bert_normalizer(false, false));
  parts.post_processor = frame_processing("BertProcessing", tokens, Role::cls, Role::sep);
  parts.model = suffix_bpe(files, std::move(vocab), MergeLines::herbert, tokens);
  return tokenizer_json(std::move(parts));
}

Json convert_openai_gpt(const PretrainedFiles& files) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  const std::string& unk = tokens.content(Role::unk);
  PipelineParts parts = bert_words(bert_normalizer(true, nullptr));
  if (vocab.contains(unk)) parts.added_tokens.push_back(added_token_json(unk, false, true));
  parts.model = suffix_bpe(files, std::move(vocab), MergeLines::headed, tokens);
  return tokenizer_json(std::move(parts));
}

}  // namespace penstock::converters
