// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/json_file.hpp"
#include "tokenizer/tokenizer_class.hpp"

namespace penstock {

// The small JSON files beside a tokenizer. One that does not exist is null.
struct PretrainedFiles {
  std::filesystem::path folder;
  FileJson tokenizer_config;
  FileJson special_tokens_map;
  FileJson added_tokens;
  FileJson model_config;

  // Throws Error{io} when a file is there but is no JSON object.
  [[nodiscard]] static PretrainedFiles read(const std::filesystem::path& folder);

  // As AutoTokenizer chooses: tokenizer_class of either config, else by model_type. The name may be
  // empty, or of a class that has no fast form.
  [[nodiscard]] std::string tokenizer_class_name() const;
  [[nodiscard]] const TokenizerClass& tokenizer_class() const;
  // tokenizer.json, or the newest of fast_tokenizer_files that transformers 4.57.6 may read.
  [[nodiscard]] std::string tokenizer_file_name() const;
  // That file, else tokenizer.json; absent where the folder has neither.
  [[nodiscard]] std::optional<std::filesystem::path> tokenizer_file() const;
};

// A member of an object; null where there is none.
[[nodiscard]] const FileJson& member_or_null(const FileJson& object, std::string_view key);

}  // namespace penstock
