// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <penstock/error.hpp>
#include <penstock/json.hpp>

#include "command.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

// Arguments that several subcommands read alike.

namespace penstock::cli {

// A positional list whose words are taken letter for letter.
CLI::Option* add_words(CLI::App& app, const std::string& name, std::vector<std::string>& words,
                       const std::string& description);

// A repeatable option, one word after each occurrence.
CLI::Option* add_repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& words,
                            const std::string& description);

// "key=value" words as one object; a value that is JSON is taken as such, else as a string.
// Throws UsageError naming `option` for a word without '=' or with an empty key.
[[nodiscard]] Json key_values(const std::vector<std::string>& words, std::string_view option);

// Runs `load`; a model, file or name that does not exist, or a wrong value, is wrong usage.
template <typename Load>
auto load_or_usage_error(Load&& load) -> decltype(load()) {
  try {
    return load();
  } catch (const Error& error) {
    const bool wrong =
        error.code() == ErrorCode::invalid_argument || error.code() == ErrorCode::not_found;
    if (wrong) throw UsageError(error.what());
    throw;
  }
}

}  // namespace penstock::cli
