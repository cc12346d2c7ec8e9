// SPDX-License-Identifier: Apache-2.0
#include "backends/path_lists.hpp"

#include <algorithm>

namespace penstock {

namespace fs = std::filesystem;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

fs::path absolute_path(const Environment& environment, const fs::path& path) {
  fs::path whole = path;
  if (whole.is_relative()) {
    if (const auto current = environment.current_directory()) whole = *current / path;
  }
  whole = whole.lexically_normal();
  return whole.has_filename() || whole == whole.root_path() ? whole : whole.parent_path();
}

std::vector<fs::path> paths_in_variable(const Environment& environment,
                                        const std::string& variable) {
  std::vector<fs::path> paths;
  for (const std::string& entry : split(environment.variable(variable).value_or(""), ':')) {
    paths.push_back(absolute_path(environment, entry));
  }
  return paths;
}

}  // namespace penstock
