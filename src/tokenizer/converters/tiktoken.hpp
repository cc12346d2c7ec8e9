// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tokenizer/pretrained_files.hpp"

namespace penstock::converters {

// The file of ranks that transformers converts where no other vocabulary can be read: tekken.json,
// or a tokenizer.model that is no SentencePiece model. Absent where there is none, or where the
// class has files of its own.
[[nodiscard]] std::optional<std::filesystem::path> tiktoken_file(const PretrainedFiles& files);

// The tokenizer.json that MistralConverter or TikTokenConverter makes of that file. Throws
// Error{io} when it does not hold what it should.
[[nodiscard]] std::string convert_tiktoken(const PretrainedFiles& files,
                                           const std::filesystem::path& path);

}  // namespace penstock::converters
