// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <penstock/json.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

// What a model folder says about chats.
struct ChatFiles {
  std::vector<std::pair<std::string, std::string>> templates;  // name, text; "default" if only one
  bool named = false;                                          // several, asked for by name
  Json special_tokens = Json::object();  // those that have no role: additional_special_tokens, ...
};

// Throws Error{io} for a file that cannot be read.
[[nodiscard]] ChatFiles read_chat_files(const std::filesystem::path& folder);

// special_tokens_map of transformers: {"bos_token": "<s>", ...}.
[[nodiscard]] Json special_token_variables(const Tokenizer& tokenizer, const ChatFiles& files);

}  // namespace penstock
