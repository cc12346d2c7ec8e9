// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/slow_arguments.hpp"

#include <limits>
#include <penstock/error.hpp>

namespace penstock::slow {

std::optional<std::string> SlowArguments::text_or_none(std::string_view key,
                                                       std::string_view otherwise) const {
  const FileJson& config = files.tokenizer_config;
  if (!config.is_object() || !config.contains(key)) return std::string(otherwise);
  const FileJson& value = config.at(std::string(key));
  if (value.is_string()) return value.get<std::string>();
  const FileJson& content = member_or_null(value, "content");
  if (content.is_string()) return content.get<std::string>();
  if (value.is_null()) return std::nullopt;
  throw Error(ErrorCode::io, "tokenizer_config.json: '" + std::string(key) +
                                 "' must be a string, is " + value.dump());
}

std::string SlowArguments::text(std::string_view key, std::string_view otherwise) const {
  const auto value = text_or_none(key, otherwise);
  if (value) return *value;
  throw Error(ErrorCode::io,
              "tokenizer_config.json: '" + std::string(key) + "' must be a string, is null");
}

bool SlowArguments::flag(std::string_view key, bool otherwise) const {
  const FileJson& value = member_or_null(files.tokenizer_config, key);
  return value.is_boolean() ? value.get<bool>() : otherwise;
}

std::int64_t SlowArguments::number(std::string_view key, std::int64_t otherwise) const {
  const FileJson& value = member_or_null(files.tokenizer_config, key);
  return value.is_number_integer() ? value.get<std::int64_t>() : otherwise;
}

bool SlowArguments::gives_additional_tokens() const {
  constexpr std::string_view kKey = "additional_special_tokens";
  if (member_or_null(files.tokenizer_config, kKey).is_array()) return true;
  const bool reads_map = member_or_null(files.tokenizer_config, "added_tokens_decoder").is_null();
  return reads_map && member_or_null(files.special_tokens_map, kKey).is_array();
}

std::optional<std::string> SlowArguments::role(Tokenizer::Role role) const {
  const auto& token = tokens.roles.at(static_cast<std::size_t>(role));
  if (!token) return std::nullopt;
  return token->content;
}

SlowVocabulary SlowVocabulary::read(const std::filesystem::path& path,
                                    const std::optional<std::string>& key) {
  const FileJson file = read_json_file(path);
  const FileJson& json = key ? member_or_null(file, *key) : file;
  const auto refuse = [&](const std::string& what) {
    throw Error(ErrorCode::io, path.string() + what);
  };
  if (!json.is_object()) {
    refuse(key ? " has no vocabulary for '" + *key + "'" : " must be an object from tokens to ids");
  }
  SlowVocabulary vocabulary;
  for (const auto& [token, id] : json.items()) {
    const bool is_id = id.is_number_integer() && id.get<std::int64_t>() >= 0 &&
                       id.get<std::int64_t>() <= std::numeric_limits<std::int32_t>::max();
    if (!is_id) {
      refuse(": '" + token + "' must have an id; a vocabulary for each language wants " +
             "'target_lang' in tokenizer_config.json");
    }
    vocabulary.add(token, id.get<std::uint32_t>());
  }
  return vocabulary;
}

void SlowVocabulary::add(const std::string& token, std::uint32_t id) {
  if (ids.insert_or_assign(token, id).second) tokens.push_back(token);
  by_id[id] = token;
}

std::optional<std::uint32_t> SlowVocabulary::find(std::string_view token) const {
  const auto found = ids.find(std::string(token));
  if (found == ids.end()) return std::nullopt;
  return found->second;
}

std::string SlowVocabulary::token(std::uint32_t id,
                                  const std::optional<std::string>& otherwise) const {
  if (const auto found = by_id.find(id); found != by_id.end()) return found->second;
  if (otherwise) return *otherwise;
  throw Error(ErrorCode::invalid_argument,
              "id " + std::to_string(id) + " is not in the vocabulary, and there is no unk_token");
}

}  // namespace penstock::slow
