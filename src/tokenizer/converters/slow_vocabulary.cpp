// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/slow_vocabulary.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <penstock/error.hpp>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "core/python_str.hpp"
#include "core/utf8.hpp"
#include "tokenizer/converted_special_tokens.hpp"
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

// Lines between line breaks; the last one may be empty.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  lines.push_back(text.substr(begin));
  return lines;
}

void drop_first(std::vector<std::string>& lines) {
  if (!lines.empty()) lines.erase(lines.begin());
}

std::vector<std::string> merge_lines(const std::string& text, MergeLines rule) {
  constexpr std::size_t kClipMerges = 49152 - 256 - 2;
  if (rule == MergeLines::clip) {
    std::vector<std::string> lines = lines_of(std::string(python::strip(text)));
    drop_first(lines);
    lines.resize(std::min(lines.size(), kClipMerges));
    return lines;
  }
  std::vector<std::string> lines = lines_of(text);
  if (rule == MergeLines::versioned) {
    if (lines.front().starts_with("#version:")) drop_first(lines);
    return lines;
  }
  lines.pop_back();
  const bool has_header = rule == MergeLines::headed ||
                          (!lines.empty() && lines.front().find("#version:") != std::string::npos);
  if (has_header) drop_first(lines);
  return lines;
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

Json read_merges(const std::filesystem::path& path, MergeLines rule) {
  Json merges = Json::array();
  std::set<std::pair<std::string, std::string>> seen;
  for (const std::string& line : merge_lines(universal_newlines(read_utf8(path)), rule)) {
    const std::vector<std::string_view> words = python::split(line);
    if (words.empty()) continue;
    if (words.size() < 2 || (words.size() > 2 && rule != MergeLines::herbert)) {
      throw Error(ErrorCode::io, path.string() + ": the merge '" + line + "' must be two tokens");
    }
    if (seen.emplace(words[0], words[1]).second) merges.push_back({words[0], words[1]});
  }
  return merges;
}

SlowSpecialTokens::SlowSpecialTokens(const PretrainedFiles& files, const Json& vocab,
                                     bool takes_additional)
    : tokens_(read_converted_special_tokens(files)) {
  if (!takes_additional) tokens_.additional.clear();
  for (const auto& [token, id] : vocab.items()) {
    const auto number = id.get<std::uint32_t>();
    vocab_[token] = number;
    by_id_[number] = token;
  }
  for (std::size_t i = 0; i < tokens_.decoder.size(); ++i) {
    const std::int64_t id = tokens_.decoder_ids[i];
    if (id >= 0 && id <= INT32_MAX) add(tokens_.decoder[i].content, static_cast<std::uint32_t>(id));
  }
  // PreTrainedTokenizer.__init__: what is no entry yet follows the vocabulary.
  auto next = static_cast<std::uint32_t>(vocab_.size());
  for (const auto& [token, id] : added_) next += vocab_.contains(token) ? 0U : 1U;
  for (const SpecialToken& token : tokens_.all()) {
    if (added_.contains(token.content)) continue;
    const auto known = vocab_.find(token.content);
    add(token.content, known == vocab_.end() ? next++ : known->second);
  }
}

void SlowSpecialTokens::add(const std::string& token, std::uint32_t id) {
  added_[token] = id;
  added_by_id_[id] = token;
}

const std::string& SlowSpecialTokens::content(Tokenizer::Role role) const {
  const auto index = static_cast<std::size_t>(role);
  if (tokens_.roles[index]) return tokens_.roles[index]->content;
  throw Error(ErrorCode::io, "the class of this folder needs a " + std::string(kRoleKeys[index]) +
                                 ", which is null in tokenizer_config.json");
}

std::uint32_t SlowSpecialTokens::id_of(std::string_view token) const {
  const std::string text(token);
  if (const auto found = added_.find(text); found != added_.end()) return found->second;
  if (const auto found = vocab_.find(text); found != vocab_.end()) return found->second;
  const std::string& unk = content(Tokenizer::Role::unk);
  if (const auto found = vocab_.find(unk); found != vocab_.end()) return found->second;
  throw Error(ErrorCode::io, "'" + text + "' is not in the vocabulary, and neither is '" + unk +
                                 "', which stands for unknown tokens");
}

std::string SlowSpecialTokens::token_of(std::uint32_t id) const {
  if (const auto found = added_by_id_.find(id); found != added_by_id_.end()) return found->second;
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? std::string() : found->second;
}

}  // namespace penstock::converters
