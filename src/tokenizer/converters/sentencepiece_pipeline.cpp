// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/sentencepiece_pipeline.hpp"

#include <sstream>

#include "tokenizer/base64.hpp"

namespace penstock::converters {
namespace {

using Role = Tokenizer::Role;

constexpr const char* kSpaceMark = "▁";

Json replace(const char* text, const char* content) {
  return {{"type", "Replace"}, {"pattern", {{"String", text}}}, {"content", content}};
}

Json collapse_spaces(const char* content) {
  return {{"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", content}};
}

Json strip(bool left, bool right) {
  return {{"type", "Strip"}, {"strip_left", left}, {"strip_right", right}};
}

void push_accents_and_case(const SlowArguments& arguments, Json& list) {
  if (!arguments.keep_accents) {
    list.push_back({{"type", "NFKD"}});
    list.push_back({{"type", "StripAccents"}});
  }
  if (arguments.lower_case) list.push_back({{"type", "Lowercase"}});
}

void push_charsmap(const SentencePieceModel& model, Json& list) {
  if (model.precompiled_charsmap.empty()) return;
  list.push_back({{"type", "Precompiled"},
                  {"precompiled_charsmap", base64_encode(model.precompiled_charsmap)}});
}

Json sequence(const char* key, Json list) { return {{"type", "Sequence"}, {key, std::move(list)}}; }

Json metaspace(const SlowArguments& arguments, bool split) {
  const char* scheme = arguments.legacy ? "always" : "first";
  if (!arguments.add_prefix_space) scheme = "never";
  return {{"type", "Metaspace"},
          {"replacement", kSpaceMark},
          {"prepend_scheme", scheme},
          {"split", split}};
}

Json llama_normalizer(const SlowArguments& arguments) {
  if (!arguments.legacy) return nullptr;
  Json list = Json::array();
  if (arguments.add_prefix_space) list.push_back({{"type", "Prepend"}, {"prepend", kSpaceMark}});
  list.push_back(replace(" ", kSpaceMark));
  return sequence("normalizers", std::move(list));
}

Json byte_decoder(bool strip_first_space) {
  Json list = Json::array();
  list.push_back(replace(kSpaceMark, " "));
  list.push_back({{"type", "ByteFallback"}});
  list.push_back({{"type", "Fuse"}});
  if (strip_first_space) {
    list.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}});
  }
  return sequence("decoders", std::move(list));
}

// "$A:0 </s>:0": what stands in the table, as the pieces of a TemplateProcessing.
Json template_pieces(std::string_view text, const SlowTokenizer& slow, Json& special_tokens) {
  Json pieces = Json::array();
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    const int type_id = word.back() - '0';
    const std::string name = word.substr(0, word.size() - 2);
    if (name == "$A" || name == "$B") {
      pieces.push_back({{"Sequence", {{"id", name.substr(1)}, {"type_id", type_id}}}});
      continue;
    }
    pieces.push_back({{"SpecialToken", {{"id", name}, {"type_id", type_id}}}});
    special_tokens[name] = {
        {"id", name}, {"ids", Json::array({slow.id_of(name)})}, {"tokens", Json::array({name})}};
  }
  return pieces;
}

}  // namespace

Json fast_normalizer(const SentencePieceModel& model, Components kind,
                     const SlowArguments& arguments) {
  Json list = Json::array();
  switch (kind) {
    case Components::llama: return llama_normalizer(arguments);
    case Components::gemma: return replace(" ", kSpaceMark);
    case Components::usual:
    case Components::pegasus:
      push_charsmap(model, list);
      list.push_back(strip(false, true));
      list.push_back(collapse_spaces(kSpaceMark));
      break;
    case Components::albert:
    case Components::rembert:
      list.push_back(replace("``", "\""));
      list.push_back(replace("''", "\""));
      if (kind == Components::rembert) list.push_back(collapse_spaces(" "));
      push_accents_and_case(arguments, list);
      push_charsmap(model, list);
      if (kind == Components::albert) list.push_back(collapse_spaces(" "));
      break;
    case Components::deberta_v2:
      if (arguments.lower_case) list.push_back({{"type", "Lowercase"}});
      list.push_back(strip(true, true));
      push_charsmap(model, list);
      list.push_back(collapse_spaces(" "));
      break;
  }
  return sequence("normalizers", std::move(list));
}

Json fast_pre_tokenizer(Components kind, const SlowArguments& arguments) {
  Json list = Json::array();
  switch (kind) {
    case Components::llama: return arguments.legacy ? Json() : metaspace(arguments, false);
    case Components::gemma:
      return {{"type", "Split"},
              {"pattern", {{"String", " "}}},
              {"behavior", "MergedWithPrevious"},
              {"invert", false}};
    case Components::usual:
    case Components::albert:
    case Components::rembert: return metaspace(arguments, true);
    case Components::pegasus: list.push_back({{"type", "WhitespaceSplit"}}); break;
    case Components::deberta_v2:
      if (arguments.split_by_punct) {
        list.push_back({{"type", "Punctuation"}, {"behavior", "Isolated"}});
      }
      break;
  }
  list.push_back(metaspace(arguments, true));
  return sequence("pretokenizers", std::move(list));
}

Json fast_decoder(Components kind, const SlowArguments& arguments) {
  if (kind == Components::llama) return byte_decoder(arguments.add_prefix_space);
  if (kind == Components::gemma) return byte_decoder(false);
  return metaspace(arguments, true);
}

Json fast_post_processor(const SentencePieceClass& row, const SlowTokenizer& slow) {
  std::string single(row.single);
  std::string pair(row.pair);
  if (row.components == Components::pegasus) {
    const std::string eos = slow.required_role(Role::eos);
    single = "$A:0 " + eos + ":0";
    pair = "$A:0 $B:0 " + eos + ":0";
  }
  if (single.empty()) return nullptr;
  Json special_tokens = Json::object();
  Json single_pieces = template_pieces(single, slow, special_tokens);
  Json pair_pieces = template_pieces(pair, slow, special_tokens);
  return {{"type", "TemplateProcessing"},
          {"single", std::move(single_pieces)},
          {"pair", std::move(pair_pieces)},
          {"special_tokens", std::move(special_tokens)}};
}

}  // namespace penstock::converters
