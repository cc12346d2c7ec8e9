// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pretrained_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <penstock/error.hpp>

namespace penstock {
namespace {

using Version = std::array<unsigned, 3>;
constexpr Version kTransformersVersion{4, 57, 6};

FileJson read_object(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) return nullptr;
  FileJson json = read_json_file(path);
  if (!json.is_object()) {
    throw Error(ErrorCode::io, path.string() + " must hold a JSON object");
  }
  return json;
}

std::string string_member(const FileJson& object, std::string_view key) {
  const FileJson& value = member_or_null(object, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

// "4.0.0" of tokenizer.4.0.0.json; absent for other names.
std::optional<std::string> version_in(std::string_view file_name) {
  constexpr std::string_view kPrefix = "tokenizer.";
  constexpr std::string_view kSuffix = ".json";
  if (file_name.size() <= kPrefix.size() + kSuffix.size() || !file_name.starts_with(kPrefix) ||
      !file_name.ends_with(kSuffix)) {
    return std::nullopt;
  }
  file_name.remove_prefix(kPrefix.size());
  file_name.remove_suffix(kSuffix.size());
  return std::string(file_name);
}

Version parse_version(std::string_view text) {
  Version version{};
  for (unsigned& part : version) {
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), part);
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    if (text.empty() || text.front() != '.') break;
    text.remove_prefix(1);
  }
  return version;
}

}  // namespace

const FileJson& member_or_null(const FileJson& object, std::string_view key) {
  static const FileJson null;
  if (!object.is_object()) return null;
  const auto found = object.find(key);
  return found == object.end() ? null : *found;
}

PretrainedFiles PretrainedFiles::read(const std::filesystem::path& folder) {
  PretrainedFiles files;
  files.folder = folder;
  files.tokenizer_config = read_object(folder / "tokenizer_config.json");
  files.special_tokens_map = read_object(folder / "special_tokens_map.json");
  files.added_tokens = read_object(folder / "added_tokens.json");
  files.model_config = read_object(folder / "config.json");
  return files;
}

std::string PretrainedFiles::tokenizer_class_name() const {
  for (const FileJson* config : {&tokenizer_config, &model_config}) {
    std::string name = string_member(*config, "tokenizer_class");
    if (!name.empty()) return name;
  }
  const std::string model_type = string_member(model_config, "model_type");
  for (const ModelTokenizer& row : model_tokenizers()) {
    if (row.model_type == model_type) return std::string(row.tokenizer_class);
  }
  return {};
}

const TokenizerClass& PretrainedFiles::tokenizer_class() const {
  return find_tokenizer_class(tokenizer_class_name());
}

std::string PretrainedFiles::tokenizer_file_name() const {
  std::map<std::string, std::string> by_version;  // sorted as text, as in the reference
  const FileJson& names = member_or_null(tokenizer_config, "fast_tokenizer_files");
  for (const FileJson& name : names) {
    if (!name.is_string()) continue;
    if (const auto version = version_in(name.get<std::string>())) {
      by_version[*version] = name.get<std::string>();
    }
  }
  std::string chosen = "tokenizer.json";
  for (const auto& [version, name] : by_version) {
    if (parse_version(version) > kTransformersVersion) break;
    chosen = name;
  }
  return chosen;
}

std::optional<std::filesystem::path> PretrainedFiles::tokenizer_file() const {
  for (const std::string& name : {tokenizer_file_name(), std::string("tokenizer.json")}) {
    if (std::filesystem::exists(folder / name)) return folder / name;
  }
  return std::nullopt;
}

}  // namespace penstock
