// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/languages.hpp"

#include <penstock/error.hpp>
#include <string>
#include <utility>

#include "tokenizer/template_builder.hpp"

namespace penstock {
namespace {

std::string token_of(const LanguageTemplate& rule, std::string_view language) {
  std::string token(language);
  if (rule.is_marked && token.find("__") == std::string::npos) token = "__" + token + "__";
  return token;
}

[[noreturn]] void refuse_language(std::string_view language) {
  throw Error(ErrorCode::invalid_argument,
              "'" + std::string(language) +
                  "' is no language of this tokenizer; give a code as its model card lists them");
}

}  // namespace

bool set_source_language(Tokenizer::State& state, std::string_view language) {
  const LanguageTemplate& rule = state.settings.language_template;
  const std::string wanted = token_of(rule, language);
  const auto id = state.id_of_special(wanted);
  if (!id) return false;
  // What the id stands for: the unknown token where the language is not in the vocabulary.
  const std::string token(state.engine.id_to_token(*id).value_or(wanted));
  TemplateBuilder parts;
  const auto build = [&](bool is_pair) {
    FileJson pieces = FileJson::array();
    if (rule.language_first) parts.add_special(pieces, token, *id, 0);
    TemplateBuilder::add_sequence(pieces, "A", 0);
    if (is_pair) TemplateBuilder::add_sequence(pieces, "B", 0);
    parts.add_special(pieces, rule.eos, rule.eos_id, 0);
    if (!rule.language_first) parts.add_special(pieces, token, *id, 0);
    return pieces;
  };
  const FileJson single = build(false);
  const FileJson pair = build(true);
  state.engine.post_processor = parts.build(single, pair);
  return true;
}

std::optional<std::uint32_t> language_id(const Tokenizer::State& state, std::string_view language) {
  if (!state.settings.has_languages) return std::nullopt;
  if (state.slow) return state.slow->language_id(language);
  return state.id_of_special(token_of(state.settings.language_template, language));
}

bool Tokenizer::has_languages() const { return state_->settings.has_languages; }

std::optional<std::uint32_t> Tokenizer::language_id(std::string_view language) const {
  return penstock::language_id(*state_, language);
}

Tokenizer Tokenizer::with_languages(std::string_view src_lang, std::string_view tgt_lang) const {
  if (!has_languages()) {
    throw Error(ErrorCode::invalid_argument,
                "src_lang and tgt_lang are given, but this tokenizer's class names no languages; "
                "NLLB, MBart, MBart50, M2M100 and SeamlessM4T do");
  }
  if (!language_id(tgt_lang)) refuse_language(tgt_lang);
  auto state = std::make_shared<State>(*state_);
  if (state->slow) {
    state->slow = state->slow->with_source_language(src_lang);
    if (state->slow == nullptr) refuse_language(src_lang);
  } else {
    if (!set_source_language(*state, src_lang)) refuse_language(src_lang);
    state->engine.make_frames();
  }
  return Tokenizer(std::move(state));
}

}  // namespace penstock
