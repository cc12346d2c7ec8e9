// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/json_file.hpp"
#include "tokenizer/pretrained_files.hpp"
#include "tokenizer/special_tokens.hpp"

namespace penstock::slow {

// What the constructor of a class receives: the folder's files and the special tokens.
struct SlowArguments {
  const PretrainedFiles& files;
  SpecialTokens& tokens;  // a constructor may change its own

  // Arguments by name. A null counts as None: absent, where there is no text to return.
  [[nodiscard]] std::string text(std::string_view key, std::string_view otherwise) const;
  [[nodiscard]] std::optional<std::string> text_or_none(std::string_view key,
                                                        std::string_view otherwise) const;
  [[nodiscard]] bool flag(std::string_view key, bool otherwise) const;
  [[nodiscard]] std::int64_t number(std::string_view key, std::int64_t otherwise) const;

  [[nodiscard]] std::filesystem::path path(std::string_view name) const {
    return files.folder / name;
  }
  // Whether additional_special_tokens is given.
  [[nodiscard]] bool gives_additional_tokens() const;
  // The content of a role's token; absent where there is none.
  [[nodiscard]] std::optional<std::string> role(Tokenizer::Role role) const;
};

// A vocab.json: both directions. Of tokens with one id the last one counts.
struct SlowVocabulary {
  std::vector<std::string> tokens;  // in the order of the file
  std::unordered_map<std::string, std::uint32_t> ids;
  std::unordered_map<std::uint32_t, std::string> by_id;

  // Throws Error{io} when the file is no object from tokens to ids. `key`: the member that holds
  // it, where not the whole file does.
  [[nodiscard]] static SlowVocabulary read(const std::filesystem::path& path,
                                           const std::optional<std::string>& key = std::nullopt);
  void add(const std::string& token, std::uint32_t id);
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view token) const;
  // The token of an id, else `otherwise`. Throws Error{invalid_argument} without either.
  [[nodiscard]] std::string token(std::uint32_t id,
                                  const std::optional<std::string>& otherwise) const;
};

}  // namespace penstock::slow
