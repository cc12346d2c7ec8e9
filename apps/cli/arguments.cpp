// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"

#include <CLI/CLI.hpp>

#include "json_lines.hpp"

namespace penstock::cli {
namespace {

// The words as they came: CLI11's own conversion would read "{}" as an empty list.
CLI::callback_t append_to(std::vector<std::string>& words) {
  return [&words](const CLI::results_t& given) {
    words = given;
    return true;
  };
}

}  // namespace

CLI::Option* add_words(CLI::App& app, const std::string& name, std::vector<std::string>& words,
                       const std::string& description) {
  CLI::Option* option = app.add_option(name, append_to(words), description);
  return option->type_name(name)->expected(-1)->multi_option_policy(
      CLI::MultiOptionPolicy::TakeAll);
}

CLI::Option* add_repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& words,
                            const std::string& description) {
  CLI::Option* option = app.add_option(name, append_to(words), description);
  return option->type_name("KEY=VALUE")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

Json key_values(const std::vector<std::string>& words, std::string_view option) {
  Json object = Json::object();
  JsonReader reader;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw UsageError(std::string(option) + " takes key=value, for example top_k=2; got \"" +
                       word + "\".");
    }
    const std::string value = word.substr(equals + 1);
    Json& place = object[word.substr(0, equals)];
    try {
      place = reader.parse_copy(value);
    } catch (const Error&) {
      place = value;
    }
  }
  return object;
}

}  // namespace penstock::cli
