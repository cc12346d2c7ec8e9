// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <penstock/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tokenizer/pretrained_files.hpp"
#include "tokenizer/special_tokens.hpp"

// The vocabulary files of transformers' slow tokenizers and the special tokens that go with them.

namespace penstock::converters {

// vocab.txt: one token a line, the line's number its id; of equal lines the last one counts.
[[nodiscard]] Json read_vocab_txt(const std::filesystem::path& path);
// vocab.json: an object from tokens to ids.
[[nodiscard]] Json read_vocab_json(const std::filesystem::path& path);
// How a slow class reads its merges.txt. Of equal merges the first one counts.
enum class MergeLines {
  headed,     // the first line and whatever follows the last line break are left out
  versioned,  // a first line is left out only when it begins with #version:
  clip,       // the first line is left out, and what is beyond the 48894 merges of CLIP
  herbert,    // no line is left out but a first one that holds #version:; no more than two words
};
// Pairs, for tokenizer.json. Throws Error{io} for a line that is no merge.
[[nodiscard]] Json read_merges(const std::filesystem::path& path, MergeLines lines);
[[nodiscard]] inline Json read_merges_txt(const std::filesystem::path& path) {
  return read_merges(path, MergeLines::headed);
}

// The tokens and ids of the slow tokenizer that the reference builds and converts.
class SlowSpecialTokens {
 public:
  // `takes_additional`: whether additional_special_tokens reach the slow class.
  SlowSpecialTokens(const PretrainedFiles& files, const Json& vocab, bool takes_additional = true);

  // The special token of a role. Throws Error{io} where the folder takes it away.
  [[nodiscard]] const std::string& content(Tokenizer::Role role) const;
  [[nodiscard]] std::uint32_t id(Tokenizer::Role role) const { return id_of(content(role)); }
  // convert_tokens_to_ids: the unknown token's id for what is no token. Throws Error{io} when that
  // is none, either.
  [[nodiscard]] std::uint32_t id_of(std::string_view token) const;
  // convert_ids_to_tokens; empty for an id that has no token.
  [[nodiscard]] std::string token_of(std::uint32_t id) const;

 private:
  void add(const std::string& token, std::uint32_t id);

  SpecialTokens tokens_;
  std::unordered_map<std::string, std::uint32_t> vocab_;
  std::unordered_map<std::uint32_t, std::string> by_id_;
  std::unordered_map<std::string, std::uint32_t> added_;
  std::unordered_map<std::uint32_t, std::string> added_by_id_;
};

}  // namespace penstock::converters
