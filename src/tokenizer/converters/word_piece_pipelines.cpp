// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "tokenizer/converters/pipeline_parts.hpp"
#include "tokenizer/converters/pipelines.hpp"
#include "tokenizer/converters/slow_vocabulary.hpp"

namespace penstock::converters {
namespace {

using Role = Tokenizer::Role;

Json bert_normalizer(const PretrainedFiles& files) {
  const bool basic = config_bool(files, "do_basic_tokenize", true);
  const FileJson& strip = member_or_null(files.tokenizer_config, "strip_accents");
  Json strip_accents = basic ? Json() : Json(false);
  if (basic && strip.is_boolean()) strip_accents = strip.get<bool>();
  return {{"type", "BertNormalizer"},
          {"clean_text", true},
          {"handle_chinese_chars", basic && config_bool(files, "tokenize_chinese_chars", true)},
          {"strip_accents", strip_accents},
          {"lowercase", basic && config_bool(files, "do_lower_case", true)}};
}

Json word_piece(const PretrainedFiles& files, Json vocab, const SlowSpecialTokens& tokens,
                Json post_processor) {
  PipelineParts parts;
  parts.normalizer = bert_normalizer(files);
  parts.pre_tokenizer = {{"type", "BertPreTokenizer"}};
  parts.post_processor = std::move(post_processor);
  parts.decoder = {{"type", "WordPiece"}, {"prefix", "##"}, {"cleanup", true}};
  parts.model = {{"type", "WordPiece"},
                 {"unk_token", tokens.content(Role::unk)},
                 {"continuing_subword_prefix", "##"},
                 {"max_input_chars_per_word", 100},
                 {"vocab", std::move(vocab)}};
  return tokenizer_json(std::move(parts));
}

// "cls $A sep" and "cls $A sep $B:1 sep:1", or with two separators ahead of $B.
Json framed(const SlowSpecialTokens& tokens, int cls_type, bool second_separator) {
  const TemplatePart cls = special_part(tokens, Role::cls, cls_type);
  const TemplatePart sep = special_part(tokens, Role::sep, 0);
  const std::vector<TemplatePart> single{cls, TemplatePart::sequence("A", 0), sep};
  std::vector<TemplatePart> pair = single;
  if (second_separator) pair.push_back(sep);
  pair.push_back(TemplatePart::sequence("B", 1));
  pair.push_back(special_part(tokens, Role::sep, 1));
  return template_processing(single, pair);
}

Json convert_framed(const PretrainedFiles& files, int cls_type, bool second_separator) {
  Json vocab = read_vocab_txt(files.folder / "vocab.txt");
  const SlowSpecialTokens tokens(files, vocab);
  Json post_processor = framed(tokens, cls_type, second_separator);
  return word_piece(files, std::move(vocab), tokens, std::move(post_processor));
}

}  // namespace

Json convert_bert(const PretrainedFiles& files) { return convert_framed(files, 0, false); }

Json convert_funnel(const PretrainedFiles& files) { return convert_framed(files, 2, false); }

Json convert_mpnet(const PretrainedFiles& files) { return convert_framed(files, 0, true); }

// The question token and a full stop end the text that holds the question: the first one, or with
// padding on the left the second one.
Json convert_splinter(const PretrainedFiles& files) {
  Json vocab = read_vocab_txt(files.folder / "vocab.txt");
  // The question token is one of the fast class only.
  const SlowSpecialTokens tokens(files, vocab, false);
  const FileJson& given = member_or_null(files.tokenizer_config, "question_token");
  const std::string question = given.is_string() ? given.get<std::string>() : "[QUESTION]";
  const TemplatePart question_part{question, 0, tokens.id_of(question)};
  const TemplatePart dot{".", 0, tokens.id_of(".")};
  const TemplatePart sep = special_part(tokens, Role::sep, 0);
  const TemplatePart last = special_part(tokens, Role::sep, 1);
  const TemplatePart first = TemplatePart::sequence("A", 0);
  const TemplatePart second = TemplatePart::sequence("B", 1);
  const TemplatePart cls = special_part(tokens, Role::cls, 0);
  const bool left = member_or_null(files.tokenizer_config, "padding_side") == "left";
  const std::vector<TemplatePart> pair =
      left ? std::vector{cls, first, sep, second, question_part, dot, last}
           : std::vector{cls, first, question_part, dot, sep, second, last};
  Json post_processor = template_processing({cls, first, sep}, pair);
  return word_piece(files, std::move(vocab), tokens, std::move(post_processor));
}

}  // namespace penstock::converters
