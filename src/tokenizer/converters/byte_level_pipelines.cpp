// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <penstock/error.hpp>
#include <string>
#include <utility>

#include "tokenizer/converters/pipeline_parts.hpp"
#include "tokenizer/converters/pipelines.hpp"
#include "tokenizer/converters/slow_vocabulary.hpp"
#include "tokenizer/language_table.hpp"

namespace penstock::converters {
namespace {

using Role = Tokenizer::Role;

constexpr const char* kQwen2Pattern =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

Json byte_level_bpe(Json vocab, Json merges) {
  BpeParts parts;
  parts.vocab = std::move(vocab);
  parts.merges = std::move(merges);
  parts.continuing_subword_prefix = "";
  parts.end_of_word_suffix = "";
  return bpe_model(std::move(parts));
}

// What the byte-level classes have in common; the post-processor is left to be filled in.
PipelineParts byte_level_pipeline(const PretrainedFiles& files, Json vocab, bool prefix) {
  PipelineParts parts;
  parts.pre_tokenizer = byte_level(prefix, true);
  parts.decoder = byte_level(true, true);
  parts.model = byte_level_bpe(std::move(vocab), read_merges_txt(files.folder / "merges.txt"));
  return parts;
}

Json convert_roberta_with(const PretrainedFiles& files, bool default_prefix) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  const bool prefix = config_bool(files, "add_prefix_space", default_prefix);
  PipelineParts parts = byte_level_pipeline(files, std::move(vocab), prefix);
  parts.post_processor = frame_processing("RobertaProcessing", tokens, Role::cls, Role::sep);
  parts.post_processor["trim_offsets"] = true;
  parts.post_processor["add_prefix_space"] = prefix;
  return tokenizer_json(std::move(parts));
}

// --- Whisper
// --------------------------------------------------------------------------------------

// The place of a language, given by name or by code, in the reference's list.
std::uint32_t whisper_language(std::string language) {
  for (char& c : language) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const LanguageName& name : whisper_language_names()) {
    if (name.name == language) language = name.code;
  }
  const auto codes = whisper_languages();
  const auto found = std::find(codes.begin(), codes.end(), language);
  if (found != codes.end()) return static_cast<std::uint32_t>(found - codes.begin());
  throw Error(ErrorCode::io, "tokenizer_config.json: Unsupported language: " + language +
                                 "; give a name like english or a code like en");
}

// prefix_tokens: start of transcript, language, task, no time stamps.
std::vector<std::uint32_t> whisper_prefix(const PretrainedFiles& files,
                                          const SlowSpecialTokens& tokens) {
  const FileJson& language = member_or_null(files.tokenizer_config, "language");
  const FileJson& task = member_or_null(files.tokenizer_config, "task");
  const std::uint32_t start = tokens.id_of("<|startoftranscript|>");
  std::vector<std::uint32_t> prefix{start};
  if (language.is_string()) {
    prefix.push_back(start + 1 + whisper_language(language.get<std::string>()));
  }
  if (task.is_string()) {
    if (task != "transcribe" && task != "translate") {
      throw Error(ErrorCode::io, "tokenizer_config.json: Unsupported task: " + task.dump() +
                                     ". Task should be transcribe or translate");
    }
    prefix.push_back(tokens.id_of("<|" + task.get<std::string>() + "|>"));
  }
  if (!config_bool(files, "predict_timestamps", false)) {
    prefix.push_back(tokens.id_of("<|notimestamps|>"));
  }
  return prefix;
}

}  // namespace

Json convert_gpt2(const PretrainedFiles& files) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  const bool prefix = config_bool(files, "add_prefix_space", false);
  PipelineParts parts = byte_level_pipeline(files, std::move(vocab), prefix);
  parts.post_processor = byte_level(true, false);
  if (config_bool(files, "add_bos_token", false)) {
    const TemplatePart bos = special_part(tokens, Role::bos, 0);
    const TemplatePart first = TemplatePart::sequence("A", 0);
    parts.post_processor =
        template_processing({bos, first}, {bos, first, TemplatePart::sequence("B", 1)});
  }
  return tokenizer_json(std::move(parts));
}

Json convert_roberta(const PretrainedFiles& files) { return convert_roberta_with(files, false); }

Json convert_layoutlmv3(const PretrainedFiles& files) { return convert_roberta_with(files, true); }

Json convert_deberta(const PretrainedFiles& files) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  PipelineParts parts =
      byte_level_pipeline(files, std::move(vocab), config_bool(files, "add_prefix_space", false));
  // These two names, whatever the folder calls its tokens.
  const TemplatePart cls{"[CLS]", 0, tokens.id_of("[CLS]")};
  const TemplatePart sep{"[SEP]", 0, tokens.id_of("[SEP]")};
  TemplatePart last = sep;
  last.type_id = 1;
  const TemplatePart first = TemplatePart::sequence("A", 0);
  parts.post_processor = template_processing(
      {cls, first, sep}, {cls, first, sep, TemplatePart::sequence("B", 1), last});
  return tokenizer_json(std::move(parts));
}

Json convert_blenderbot(const PretrainedFiles& files) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  PipelineParts parts =
      byte_level_pipeline(files, std::move(vocab), config_bool(files, "add_prefix_space", false));
  const TemplatePart first = TemplatePart::sequence("A", 0);
  parts.post_processor = template_processing({first, special_part(tokens, Role::eos, 0)},
                                             {first, TemplatePart::sequence("B", 1)});
  return tokenizer_json(std::move(parts));
}

Json convert_markuplm(const PretrainedFiles& files) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  PipelineParts parts =
      byte_level_pipeline(files, std::move(vocab), config_bool(files, "add_prefix_space", false));
  parts.model["unk_token"] = tokens.content(Role::unk);
  const TemplatePart cls = special_part(tokens, Role::cls, 0);
  const TemplatePart sep = special_part(tokens, Role::sep, 0);
  const TemplatePart first = TemplatePart::sequence("A", 0);
  parts.post_processor = template_processing(
      {cls, first, sep}, {cls, first, sep, TemplatePart::sequence("B", 0), sep});
  return tokenizer_json(std::move(parts));
}

Json convert_qwen2(const PretrainedFiles& files) {
  PipelineParts parts;
  parts.normalizer = {{"type", "NFC"}};
  parts.pre_tokenizer = {{"type", "Sequence"},
                         {"pretokenizers", Json::array({{{"type", "Split"},
                                                         {"pattern", {{"Regex", kQwen2Pattern}}},
                                                         {"behavior", "Isolated"},
                                                         {"invert", false}},
                                                        // The slow class knows no add_prefix_space.
                                                        byte_level(false, true, false)})}};
  parts.post_processor = byte_level(true, false);
  parts.decoder = byte_level(true, true);
  parts.model = byte_level_bpe(read_vocab_json(files.folder / "vocab.json"),
                               read_merges(files.folder / "merges.txt", MergeLines::versioned));
  return tokenizer_json(std::move(parts));
}

Json convert_whisper(const PretrainedFiles& files) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  std::vector<TemplatePart> single;
  for (const std::uint32_t id : whisper_prefix(files, tokens)) {
    single.push_back({tokens.token_of(id), 0, id});
  }
  single.push_back(TemplatePart::sequence("A", 0));
  std::vector<TemplatePart> pair = single;
  single.push_back(special_part(tokens, Role::eos, 0));
  pair.push_back(TemplatePart::sequence("B", 1));
  pair.push_back(special_part(tokens, Role::eos, 1));
  PipelineParts parts =
      byte_level_pipeline(files, std::move(vocab), config_bool(files, "add_prefix_space", false));
  parts.post_processor = template_processing(single, pair);
  return tokenizer_json(std::move(parts));
}

}  // namespace penstock::converters
