// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/slow_vocabulary.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <penstock/error.hpp>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "core/utf8.hpp"
#include "tokenizer/text_file.hpp"

namespace penstock::converters {
namespace {

constexpr std::array<std::string_view, kRoleCount> kRoleKeys{
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"};

std::string read_utf8(const std::filesystem::path& path) {
  std::string text = read_text_file(path);
  if (!utf8::is_valid(text)) throw Error(ErrorCode::io, path.string() + " is not UTF-8");
  return text;
}

// Lines as Python's text mode sees them: \n, \r\n and \r all end one.
std::string universal_newlines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out.push_back(text[i]);
      continue;
    }
    out.push_back('\n');
    if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
  }
  return out;
}

// A token given as a string or as an AddedToken's object; empty when there is none.
std::string content_of(const FileJson& token) {
  if (token.is_string()) return token.get<std::string>();
  const FileJson& content = member_or_null(token, "content");
  return content.is_string() ? content.get<std::string>() : std::string();
}

std::map<std::string, std::uint32_t> added_ids(const PretrainedFiles& files) {
  std::map<std::string, std::uint32_t> ids;
  const FileJson& decoder = member_or_null(files.tokenizer_config, "added_tokens_decoder");
  if (!decoder.is_object()) return ids;
  for (const auto& [id, token] : decoder.items()) {
    std::istringstream number(id);
    std::uint32_t value = 0;
    if (number >> value) ids[content_of(token)] = value;
  }
  return ids;
}

}  // namespace

Json read_vocab_txt(const std::filesystem::path& path) {
  const std::string text = universal_newlines(read_utf8(path));
  std::map<std::string, std::uint32_t> vocab;
  std::uint32_t id = 0;
  for (std::size_t at = 0; at < text.size(); ++id) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    vocab[text.substr(at, end - at)] = id;
    at = end + 1;
  }
  return Json(vocab);
}

Json read_vocab_json(const std::filesystem::path& path) {
  const FileJson vocab = parse_json(read_utf8(path), path.string());
  if (!vocab.is_object()) {
    throw Error(ErrorCode::io, path.string() + " must be an object from tokens to ids");
  }
  return Json(vocab);
}

Json read_merges_txt(const std::filesystem::path& path) {
  const std::string text = universal_newlines(read_utf8(path));
  Json merges = Json::array();
  std::set<std::pair<std::string, std::string>> seen;
  std::size_t at = text.find('\n');
  while (at != std::string::npos) {
    const std::size_t begin = at + 1;
    at = text.find('\n', begin);
    if (at == std::string::npos) break;
    std::istringstream words(text.substr(begin, at - begin));
    std::string left;
    std::string right;
    std::string more;
    if (!(words >> left)) continue;
    if (!(words >> right) || words >> more) {
      throw Error(ErrorCode::io, path.string() + ": the merge '" + text.substr(begin, at - begin) +
                                     "' must be two tokens");
    }
    if (seen.emplace(left, right).second) merges.push_back({left, right});
  }
  return merges;
}

SlowSpecialTokens::SlowSpecialTokens(const PretrainedFiles& files, const Json& vocab) {
  const auto& defaults = files.tokenizer_class().roles;
  const bool has_decoder =
      !member_or_null(files.tokenizer_config, "added_tokens_decoder").is_null();
  const auto added = added_ids(files);
  auto next = static_cast<std::uint32_t>(vocab.size());
  std::map<std::string, std::uint32_t> new_ids;
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    std::string content;
    if (!has_decoder)
      content = content_of(member_or_null(files.special_tokens_map, kRoleKeys[role]));
    if (content.empty()) {
      content = content_of(member_or_null(files.tokenizer_config, kRoleKeys[role]));
    }
    if (content.empty()) content = defaults[role].content;
    std::uint32_t id = 0;
    if (const auto known = vocab.find(content); known != vocab.end()) {
      id = known->get<std::uint32_t>();
    } else if (const auto given = added.find(content); given != added.end()) {
      id = given->second;
    } else if (!content.empty()) {
      const auto [entry, is_new] = new_ids.emplace(content, next);
      id = entry->second;
      if (is_new) ++next;
    }
    contents_.push_back(std::move(content));
    ids_.push_back(id);
  }
}

const std::string& SlowSpecialTokens::content(Tokenizer::Role role) const {
  return contents_[static_cast<std::size_t>(role)];
}

std::uint32_t SlowSpecialTokens::id(Tokenizer::Role role) const {
  return ids_[static_cast<std::size_t>(role)];
}

}  // namespace penstock::converters
