// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/special_tokens.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <penstock/error.hpp>
#include <set>
#include <string_view>

#include "tokenizer/engine.hpp"
#include "tokenizer/json_view.hpp"

namespace penstock {
namespace {

constexpr std::array<std::string_view, kRoleCount> kRoleNames{
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"};
constexpr std::size_t kPadRole = static_cast<std::size_t>(Tokenizer::Role::pad);

[[noreturn]] void refuse_token(std::string_view key) {
  throw Error(ErrorCode::io, "the special token '" + std::string(key) +
                                 "' must be a string or an object with 'content'");
}

bool flag(const FileJson& json, std::string_view key) {
  const FileJson& value = member_or_null(json, key);
  return value.is_boolean() && value.get<bool>();
}

SpecialToken read_token(const FileJson& json, std::string_view key) {
  SpecialToken token;
  if (json.is_string()) {
    token.content = json.get<std::string>();
    return token;
  }
  const FileJson& content = member_or_null(json, "content");
  if (!content.is_string()) refuse_token(key);
  token.content = content.get<std::string>();
  token.is_added_token = true;
  token.single_word = flag(json, "single_word");
  token.lstrip = flag(json, "lstrip");
  token.rstrip = flag(json, "rstrip");
  token.special = flag(json, "special");
  const FileJson& normalized = member_or_null(json, "normalized");
  if (normalized.is_boolean()) token.normalized = normalized.get<bool>();
  return token;
}

SpecialToken from_engine(const AddedToken& added) {
  SpecialToken token;
  token.content = added.content;
  token.is_added_token = true;
  token.single_word = added.single_word;
  token.lstrip = added.lstrip;
  token.rstrip = added.rstrip;
  token.normalized = added.normalized;
  token.special = added.special;
  return token;
}

bool contains(const std::vector<SpecialToken>& tokens, std::string_view content) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const SpecialToken& token) { return token.content == content; });
}

std::int64_t parse_id(std::string_view text) {
  std::int64_t id = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), id);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    throw Error(ErrorCode::io, "tokenizer_config.json: 'added_tokens_decoder' has the key '" +
                                   std::string(text) + "', which is not a token id");
  }
  return id;
}

// What the files give, before the class's constructor sees it: keys that are absent or null too.
struct Given {
  std::map<std::string, FileJson, std::less<>> values;
  std::map<std::int64_t, SpecialToken> decoder;

  [[nodiscard]] const FileJson* find(std::string_view key) const {
    const auto found = values.find(key);
    return found == values.end() ? nullptr : &found->second;
  }
};

void merge_additional(FileJson& into, const FileJson& more) {
  if (!into.is_array()) into = FileJson::array();
  for (const FileJson& token : more) {
    if (std::find(into.begin(), into.end(), token) == into.end()) into.push_back(token);
  }
}

// special_tokens_map.json overrides tokenizer_config.json, but only without added_tokens_decoder.
void read_special_tokens_map(const FileJson& map, Given& given) {
  if (!map.is_object()) return;
  for (const auto& [key, value] : map.items()) {
    FileJson token = value;
    if (token.is_object()) token["special"] = true;
    if (key == "additional_special_tokens" && token.is_array()) {
      for (FileJson& item : token) {
        if (item.is_object()) item["special"] = true;
      }
      merge_additional(given.values[key], token);
    } else {
      given.values[key] = token;
    }
  }
}

// added_tokens.json, a token to id map, and the added tokens of tokenizer.json, by their ids there.
void read_legacy_added_tokens(const PretrainedFiles& files, const JsonView& root, Given& given) {
  std::set<std::string> special;
  for (const std::string_view role : kRoleNames) {
    const FileJson* value = given.find(role);
    if (value != nullptr && !value->is_null()) special.insert(read_token(*value, role).content);
  }
  if (const FileJson* list = given.find("additional_special_tokens")) {
    for (const FileJson& token : *list) special.insert(read_token(token, "additional").content);
  }
  if (files.added_tokens.is_object()) {
    for (const auto& [content, id] : files.added_tokens.items()) {
      if (!id.is_number_integer()) continue;
      SpecialToken token;
      token.content = content;
      token.is_added_token = true;
      token.special = special.contains(content);
      token.normalized = !token.special;
      given.decoder[id.get<std::int64_t>()] = token;
    }
  }
  const auto added = root.find("added_tokens");
  if (!added) return;
  for (const auto element : added->as_array()) {
    const JsonView json(element, "added_tokens");
    const AddedToken token{std::string(json.at("content").as_string()),
                           json.at("single_word").as_bool(),
                           json.at("lstrip").as_bool(),
                           json.at("rstrip").as_bool(),
                           json.at("normalized").as_bool(),
                           json.at("special").as_bool()};
    given.decoder[json.at("id").as_u32()] = from_engine(token);
  }
}

Given read_given(const PretrainedFiles& files, const JsonView& root) {
  Given given;
  const FileJson& config = files.tokenizer_config;
  if (config.is_object()) {
    for (const auto& [key, value] : config.items()) given.values[key] = value;
  }
  const FileJson* decoder = given.find("added_tokens_decoder");
  if (decoder != nullptr) {
    if (!decoder->is_object()) {
      throw Error(ErrorCode::io, "tokenizer_config.json: 'added_tokens_decoder' must be an object");
    }
    for (const auto& [id, token] : decoder->items()) {
      given.decoder[parse_id(id)] = read_token(token, "added_tokens_decoder");
    }
  } else {
    read_special_tokens_map(files.special_tokens_map, given);
    read_legacy_added_tokens(files, root, given);
  }
  return given;
}

// A given token is looked up among the added ones, whose flags it takes over.
SpecialToken with_known_flags(SpecialToken token, const Given& given) {
  for (const auto& [id, known] : given.decoder) {
    if (known.content == token.content) token = known;
  }
  return token;
}

std::optional<SpecialToken> default_token(const DefaultToken& row) {
  if (row.content.empty()) return std::nullopt;
  SpecialToken token;
  token.content = row.content;
  return token;
}

std::optional<SpecialToken> role_token(std::size_t role, const Given& given,
                                       const TokenizerClass& row,
                                       const std::optional<std::string>& stored_pad) {
  const FileJson* value = given.find(kRoleNames[role]);
  std::optional<SpecialToken> token;
  if (value != nullptr) {
    if (value->is_null()) return std::nullopt;
    token = with_known_flags(read_token(*value, kRoleNames[role]), given);
  } else {
    token = default_token(row.roles[role]);
    const bool taken = (row.roles_taken >> role & 1U) != 0;
    if (role == kPadRole && !taken && stored_pad) {
      token.emplace();
      token->content = *stored_pad;
    }
  }
  if (token && !token->is_added_token && row.roles[role].is_added_token) {
    token->is_added_token = true;
    token->lstrip = row.roles[role].lstrip;
    token->normalized = row.roles[role].normalized;
  }
  return token;
}

void append_plain(std::vector<SpecialToken>& tokens, std::string content) {
  tokens.emplace_back();
  tokens.back().content = std::move(content);
}

// T5: those among the given ones stand for all, and must be all.
void append_extra_ids(const Given& given, std::vector<SpecialToken>& tokens) {
  constexpr std::int64_t kDefaultCount = 100;
  const auto present = std::count_if(tokens.begin(), tokens.end(), [](const SpecialToken& token) {
    return token.content.find("<extra_id_") != std::string::npos;
  });
  const FileJson* value = given.find("extra_ids");
  const bool is_count = value != nullptr && value->is_number_integer();
  const std::int64_t count = is_count ? value->get<std::int64_t>() : kDefaultCount;
  if (present > 0 && count > 0 && count != present) {
    throw Error(
        ErrorCode::io,
        "Both extra_ids (" + std::to_string(count) +
            ") and additional_special_tokens are "
            "provided to T5Tokenizer. In this case the additional_special_tokens must include "
            "the extra_ids tokens; they include " +
            std::to_string(present));
  }
  if (present > 0) return;
  for (std::int64_t i = 0; i < std::min<std::int64_t>(count, 100000); ++i) {
    append_plain(tokens, "<extra_id_" + std::to_string(i) + ">");
  }
}

// The list fills the ids below `offset`; two of them belong to pad and eos.
void complete_pegasus(const Given& given, std::vector<SpecialToken>& tokens) {
  constexpr std::int64_t kDefaultOffset = 103;
  const FileJson* value = given.find("offset");
  const bool is_count = value != nullptr && value->is_number_integer();
  const auto offset =
      std::min<std::int64_t>(is_count ? value->get<std::int64_t>() : kDefaultOffset, 100000);
  std::string mask_token_sent = "<mask_1>";
  if (const FileJson* token = given.find("mask_token_sent")) {
    mask_token_sent = token->is_string() ? token->get<std::string>() : std::string();
  }
  if (!mask_token_sent.empty() && !contains(tokens, mask_token_sent)) {
    tokens.emplace(tokens.begin())->content = mask_token_sent;
  }
  const FileJson* list = given.find("additional_special_tokens");
  const bool none_given = list == nullptr || !list->is_array();
  auto i = none_given ? std::int64_t{2} : static_cast<std::int64_t>(tokens.size());
  for (; i < offset - (none_given ? 0 : 1); ++i) {
    append_plain(tokens, "<unk_" + std::to_string(i) + ">");
  }
  std::set<std::string_view> contents;
  for (const SpecialToken& token : tokens) contents.insert(token.content);
  if (contents.size() == tokens.size()) return;
  throw Error(ErrorCode::io,
              "Please make sure that the provided additional_special_tokens do not contain an "
              "incorrectly shifted list of <unk_x> tokens: one is there twice");
}

void read_additional(const Given& given, const TokenizerClass& row,
                     std::vector<SpecialToken>& tokens) {
  const FileJson* list = given.find("additional_special_tokens");
  const bool is_given = list != nullptr && list->is_array();
  if (is_given) {
    for (const FileJson& token : *list) {
      tokens.push_back(read_token(token, "additional_special_tokens"));
    }
  }
  if (row.additional_rule == AdditionalRule::extra_ids) return append_extra_ids(given, tokens);
  if (row.additional_rule == AdditionalRule::pegasus) return complete_pegasus(given, tokens);
  if (is_given && row.additional_rule == AdditionalRule::give_way) return;
  std::vector<SpecialToken> later;
  if (row.additional_rule == AdditionalRule::own_first) later.swap(tokens);
  for (const std::string_view content : row.additional_special_tokens) {
    if (!contains(tokens, content)) append_plain(tokens, std::string(content));
  }
  for (SpecialToken& token : later) {
    if (!contains(tokens, token.content)) tokens.push_back(std::move(token));
  }
}

}  // namespace

AddedToken SpecialToken::to_added_token(bool is_special) const {
  return {content, single_word, lstrip, rstrip, normalized.value_or(!is_special), is_special};
}

std::vector<SpecialToken> SpecialTokens::all() const {
  std::vector<SpecialToken> all;
  const auto add = [&all](const SpecialToken& token) {
    if (!token.content.empty() && !contains(all, token.content)) all.push_back(token);
  };
  for (const auto& token : roles) {
    if (token) add(*token);
  }
  for (const SpecialToken& token : additional) add(token);
  for (const SpecialToken& token : extra) add(token);
  return all;
}

void SpecialTokens::settle_normalized() {
  const auto settle = [](SpecialToken& token) {
    if (token.is_added_token && !token.normalized) token.normalized = !token.special;
  };
  for (auto& token : roles) {
    if (token) settle(*token);
  }
  for (SpecialToken& token : additional) settle(token);
  for (SpecialToken& token : extra) settle(token);
}

void SpecialTokens::add_missing_to(Engine& engine) const {
  const std::vector<SpecialToken> specials = all();
  std::set<std::string> contents;
  for (const auto& [id, token] : engine.added.tokens_by_id()) contents.insert(token.content);

  // The reference looks up which of them are there already among ids instead of tokens, finds none
  // and adds all; only one that differs in some flag makes a change.
  std::vector<AddedToken> missing;
  for (const SpecialToken& token : decoder) {
    missing.push_back(token.to_added_token(token.special || contains(specials, token.content)));
    contents.insert(token.content);
  }
  for (const SpecialToken& token : specials) {
    // An AddedToken never equals a string, so the reference adds it again with its own flags.
    if (!token.is_added_token && contents.contains(token.content)) continue;
    const AddedToken added = token.to_added_token(true);
    if (std::find(missing.begin(), missing.end(), added) == missing.end()) missing.push_back(added);
  }
  if (!missing.empty()) engine.add_tokens(missing);
}

SpecialTokens read_special_tokens(const PretrainedFiles& files, const TokenizerClass& row,
                                  const std::optional<std::string>& stored_pad,
                                  const JsonView& root) {
  const Given given = read_given(files, root);
  SpecialTokens tokens;
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    tokens.roles[role] = role_token(role, given, row, stored_pad);
  }
  const FileJson* list = given.find("additional_special_tokens");
  if (list != nullptr && list->is_array()) tokens.additional_given = list->size();
  read_additional(given, row, tokens.additional);
  if (const FileJson* extra = given.find("extra_special_tokens"); extra && extra->is_object()) {
    for (const auto& [key, value] : extra->items()) tokens.extra.push_back(read_token(value, key));
  }
  for (const auto& [id, token] : given.decoder) {
    tokens.decoder.push_back(token);
    tokens.decoder_ids.push_back(id);
  }
  return tokens;
}

}  // namespace penstock
