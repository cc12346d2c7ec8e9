// SPDX-License-Identifier: Apache-2.0
#include "generation/chat_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <penstock/error.hpp>

#include "core/file_error.hpp"
#include "core/json_file.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxTemplate = std::uintmax_t{1024} * 1024;

std::string read_text(const fs::path& path) {
  const std::uintmax_t size = fs::file_size(path);
  if (size > kMaxTemplate) {
    throw Error(ErrorCode::io, path.string() + " has " + std::to_string(size) +
                                   " bytes; a chat template may have " +
                                   std::to_string(kMaxTemplate) + ".");
  }
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw Error(ErrorCode::io, path.string() + " cannot be read.");
  return text;
}

// chat_template.jinja and additional_chat_templates/NAME.jinja.
void read_jinja_files(const fs::path& folder, ChatFiles& out) {
  const fs::path file = folder / "chat_template.jinja";
  if (fs::is_regular_file(file)) out.templates.emplace_back("default", read_text(file));
  const fs::path more = folder / "additional_chat_templates";
  std::vector<fs::path> found;
  if (fs::is_directory(more)) {
    for (const auto& entry : fs::directory_iterator(more)) {
      if (entry.path().extension() == ".jinja") found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  for (const fs::path& path : found) out.templates.emplace_back(path.stem(), read_text(path));
  out.named = !found.empty();
}

// A string, or a list of {"name", "template"}.
void read_template_value(const FileJson& value, ChatFiles& out) {
  if (value.is_string()) {
    out.templates.emplace_back("default", value.get<std::string>());
    return;
  }
  if (!value.is_array()) return;
  for (const FileJson& each : value) {
    if (!each.is_object() || !each.value("name", FileJson()).is_string() ||
        !each.value("template", FileJson()).is_string()) {
      throw Error(ErrorCode::io,
                  "chat_template of tokenizer_config.json must be a string or a list of "
                  "{\"name\": ..., \"template\": ...}.");
    }
    out.templates.emplace_back(each.at("name").get<std::string>(),
                               each.at("template").get<std::string>());
  }
  out.named = true;
}

// A token as tokenizer_config.json writes it: its text, or an AddedToken.
std::string token_text(const FileJson& token) {
  if (token.is_string()) return token.get<std::string>();
  if (token.is_object() && token.value("content", FileJson()).is_string()) {
    return token.at("content").get<std::string>();
  }
  return {};
}

void read_special_tokens(const FileJson& config, ChatFiles& out) {
  if (const auto found = config.find("additional_special_tokens");
      found != config.end() && found->is_array() && !found->empty()) {
    Json list = Json::array();
    for (const FileJson& token : *found) list.push_back(token_text(token));
    out.special_tokens["additional_special_tokens"] = std::move(list);
  }
  if (const auto found = config.find("extra_special_tokens");
      found != config.end() && found->is_object()) {
    for (const auto& [name, token] : found->items()) {
      if (const std::string text = token_text(token); !text.empty())
        out.special_tokens[name] = text;
    }
  }
}

ChatFiles read_files(const fs::path& folder) {
  ChatFiles out;
  read_jinja_files(folder, out);
  const fs::path config_file = folder / "tokenizer_config.json";
  if (fs::is_regular_file(config_file)) {
    const FileJson config = read_json_file(config_file);
    if (config.is_object()) {
      if (out.templates.empty())
        read_template_value(config.value("chat_template", FileJson()), out);
      read_special_tokens(config, out);
    }
  }
  const fs::path legacy = folder / "chat_template.json";
  if (out.templates.empty() && fs::is_regular_file(legacy)) {
    const FileJson config = read_json_file(legacy);
    if (config.is_object()) read_template_value(config.value("chat_template", FileJson()), out);
  }
  return out;
}

}  // namespace

ChatFiles read_chat_files(const fs::path& folder) {
  try {
    return read_files(folder);
  } catch (const fs::filesystem_error& error) {
    throw file_error(error);
  }
}

Json special_token_variables(const Tokenizer& tokenizer, const ChatFiles& files) {
  using Role = Tokenizer::Role;
  static constexpr std::pair<const char*, Role> kRoles[] = {
      {"bos_token", Role::bos},  {"eos_token", Role::eos}, {"unk_token", Role::unk},
      {"sep_token", Role::sep},  {"pad_token", Role::pad}, {"cls_token", Role::cls},
      {"mask_token", Role::mask}};
  Json out = Json::object();
  for (const auto& [name, role] : kRoles) {
    if (const auto token = tokenizer.special_token(role)) out[name] = *token;
  }
  for (const auto& [name, value] : files.special_tokens.items()) out[name] = value;
  return out;
}

}  // namespace penstock
