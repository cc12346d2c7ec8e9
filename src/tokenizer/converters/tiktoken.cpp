// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/tiktoken.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <penstock/error.hpp>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/utf8.hpp"
#include "tokenizer/base64.hpp"
#include "tokenizer/byte_level_alphabet.hpp"
#include "tokenizer/converters/convert.hpp"
#include "tokenizer/converters/pipeline_parts.hpp"
#include "tokenizer/text_file.hpp"

namespace penstock::converters {
namespace {

constexpr const char* kDefaultPattern =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

// Every split of a token is tried; real tokens have at most 128 bytes.
constexpr std::size_t kLongestToken = 1024;

struct RankedToken {
  std::string bytes;
  std::uint32_t rank = 0;
};

// Tokens of bytes in the order of the file, each once.
class Ranks {
 public:
  explicit Ranks(std::string_view origin) : origin_(origin) {}

  // Of equal tokens the first one decides the rank for comparisons, as list.index finds it, where
  // `keep_first`; else the last one's rank is the rank of the one entry.
  void add(std::string bytes, std::uint32_t rank, bool keep_first) {
    const auto [entry, is_new] = by_bytes_.emplace(bytes, tokens_.size());
    if (!is_new && !keep_first) {
      tokens_[entry->second].rank = rank;
      return;
    }
    tokens_.push_back({std::move(bytes), rank});
  }
  [[nodiscard]] const std::vector<RankedToken>& tokens() const { return tokens_; }

  // Every way to make a token of two others, by rank of the whole, then of the parts.
  [[nodiscard]] Json merges() const {
    using Merge = std::tuple<std::uint32_t, std::string_view, std::string_view>;
    std::vector<Merge> all;
    for (const RankedToken& token : tokens_) {
      std::vector<std::tuple<std::uint32_t, std::uint32_t, std::size_t>> local;
      for (std::size_t size = 1; size < token.bytes.size(); ++size) {
        const auto left = by_bytes_.find(token.bytes.substr(0, size));
        const auto right = by_bytes_.find(token.bytes.substr(size));
        if (left == by_bytes_.end() || right == by_bytes_.end()) continue;
        local.emplace_back(tokens_[left->second].rank, tokens_[right->second].rank, size);
      }
      std::sort(local.begin(), local.end());
      for (const auto& [left, right, size] : local) {
        const std::string_view bytes = token.bytes;
        all.emplace_back(token.rank, bytes.substr(0, size), bytes.substr(size));
      }
    }
    std::stable_sort(all.begin(), all.end(), [](const Merge& a, const Merge& b) {
      return std::get<0>(a) < std::get<0>(b);
    });
    Json merges = Json::array();
    for (const auto& [rank, left, right] : all) {
      merges.push_back({printable(left), printable(right)});
    }
    return merges;
  }

  [[nodiscard]] static std::string printable(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) text += byte_level::to_utf8(static_cast<std::uint8_t>(byte));
    return text;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorCode::io, origin_ + " is no file of ranks: " + what);
  }

 private:
  std::string origin_;
  std::vector<RankedToken> tokens_;
  std::unordered_map<std::string, std::size_t> by_bytes_;  // index of the first one
};

std::string decoded(const Ranks& ranks, std::string_view text) {
  auto bytes = base64_decode(text);
  if (!bytes || bytes->empty()) ranks.fail("a token is not in base64");
  if (bytes->size() > kLongestToken) {
    ranks.fail("a token has " + std::to_string(bytes->size()) + " bytes; the most is " +
               std::to_string(kLongestToken));
  }
  return *std::move(bytes);
}

// Lines of "base64 rank".
Ranks read_tiktoken(const std::filesystem::path& path) {
  Ranks ranks(path.string());
  const std::string text = read_text_file(path);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    const std::string_view line = std::string_view(text).substr(begin, end - begin);
    begin = end + 1;
    if (line.empty()) continue;
    const std::size_t space = line.find(' ');
    const std::string_view number =
        space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
    std::uint32_t rank = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), rank);
    if (number.empty() || parsed.ec != std::errc() || parsed.ptr != number.data() + number.size()) {
      ranks.fail("a line must hold a token in base64 and its rank");
    }
    ranks.add(decoded(ranks, line.substr(0, space)), rank, false);
  }
  return ranks;
}

Json file_of(Json vocab, const Ranks& ranks, const std::string& pattern, Json added_tokens) {
  BpeParts bpe;
  bpe.vocab = std::move(vocab);
  bpe.merges = ranks.merges();
  bpe.ignore_merges = true;
  PipelineParts parts;
  parts.pre_tokenizer = {{"type", "Sequence"},
                         {"pretokenizers", Json::array({{{"type", "Split"},
                                                         {"pattern", {{"Regex", pattern}}},
                                                         {"behavior", "Isolated"},
                                                         {"invert", false}},
                                                        byte_level(false, true, false)})}};
  parts.post_processor = byte_level(true, false);
  parts.decoder = byte_level(true, true);
  parts.model = bpe_model(std::move(bpe));
  parts.added_tokens = std::move(added_tokens);
  return tokenizer_json(std::move(parts));
}

// The tokens' ids behind those that are there already.
Json vocabulary_of(const Ranks& ranks, FileJson ids) {
  for (const RankedToken& token : ranks.tokens()) ids[Ranks::printable(token.bytes)] = token.rank;
  return Json(ids);
}

Json convert_ranks(const PretrainedFiles& files, const std::filesystem::path& path) {
  const Ranks ranks = read_tiktoken(path);
  Json added = Json::array();
  const FileJson& additional = member_or_null(files.tokenizer_config, "additional_special_tokens");
  for (const FileJson& token : additional) {
    const FileJson& content = token.is_string() ? token : member_or_null(token, "content");
    if (content.is_string()) {
      added.push_back(added_token_json(content.get_ref<const std::string&>(), false, true));
    }
  }
  return file_of(vocabulary_of(ranks, FileJson::object()), ranks, kDefaultPattern,
                 std::move(added));
}

// The file's own numbers count for nothing; special tokens and tokens are both numbered from zero,
// as the reference has it.
Json convert_tekken(const std::filesystem::path& path) {
  const FileJson json = read_json_file(path, {.max_size = std::size_t{256} << 20});
  Ranks ranks(path.string());
  const FileJson& pattern = member_or_null(member_or_null(json, "config"), "pattern");
  const FileJson& specials = member_or_null(json, "special_tokens");
  const FileJson& vocab = member_or_null(json, "vocab");
  if (!pattern.is_string() || !specials.is_array() || !vocab.is_array()) {
    ranks.fail("it needs config.pattern, special_tokens and vocab");
  }
  FileJson ids = FileJson::object();
  Json added = Json::array();
  for (const FileJson& token : specials) {
    const FileJson& text = member_or_null(token, "token_str");
    const FileJson& control = member_or_null(token, "is_control");
    if (!text.is_string() || !control.is_boolean()) {
      ranks.fail("a special token needs token_str and is_control");
    }
    const bool special = control.get<bool>();
    added.push_back(added_token_json(text.get_ref<const std::string&>(), !special, special));
    ids[text.get<std::string>()] = added.size() - 1;
  }
  std::uint32_t rank = 0;
  for (const FileJson& token : vocab) {
    const FileJson& bytes = member_or_null(token, "token_bytes");
    if (!bytes.is_string()) ranks.fail("an entry of vocab needs token_bytes");
    ranks.add(decoded(ranks, bytes.get_ref<const std::string&>()), rank++, true);
  }
  return file_of(vocabulary_of(ranks, std::move(ids)), ranks, pattern.get<std::string>(),
                 std::move(added));
}

// A SentencePiece model begins with its first piece: field 1 of a message.
bool is_sentencepiece(const std::filesystem::path& path) {
  constexpr int kFirstField = 0x0A;
  return std::ifstream(path, std::ios::binary).get() == kFirstField;
}

}  // namespace

std::optional<std::filesystem::path> tiktoken_file(const PretrainedFiles& files) {
  if (has_own_converter(files)) return std::nullopt;
  const std::filesystem::path tekken = files.folder / "tekken.json";
  if (std::filesystem::exists(tekken)) return tekken;
  const std::filesystem::path model = files.folder / "tokenizer.model";
  if (!std::filesystem::exists(model) || is_sentencepiece(model)) return std::nullopt;
  return model;
}

std::string convert_tiktoken(const PretrainedFiles& files, const std::filesystem::path& path) {
  const bool is_tekken = path.filename() == "tekken.json";
  return (is_tekken ? convert_tekken(path) : convert_ranks(files, path)).dump();
}

}  // namespace penstock::converters
