// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <penstock/json.hpp>
#include <string>
#include <vector>

#include "tokenizer/pretrained_files.hpp"

// The vocabulary files of transformers' slow tokenizers and the special tokens that go with them.

namespace penstock::converters {

// vocab.txt: one token a line, the line's number its id; of equal lines the last one counts.
[[nodiscard]] Json read_vocab_txt(const std::filesystem::path& path);
// vocab.json: an object from tokens to ids.
[[nodiscard]] Json read_vocab_json(const std::filesystem::path& path);
// merges.txt as the slow tokenizers read it: the first line and whatever follows the last line
// break are left out; of equal merges the first one counts. Pairs, for tokenizer.json.
[[nodiscard]] Json read_merges_txt(const std::filesystem::path& path);

// The special tokens of a slow tokenizer by role.
class SlowSpecialTokens {
 public:
  SlowSpecialTokens(const PretrainedFiles& files, const Json& vocab);

  [[nodiscard]] const std::string& content(Tokenizer::Role role) const;
  // A token that the vocabulary lacks has the id at which the slow tokenizer adds it.
  [[nodiscard]] std::uint32_t id(Tokenizer::Role role) const;

 private:
  std::vector<std::string> contents_;  // by role; empty where the class has none
  std::vector<std::uint32_t> ids_;
};

}  // namespace penstock::converters
