// SPDX-License-Identifier: Apache-2.0
#include "backends/pyenv.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "backends/version.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPyenvVersionLimit = 4096;

std::vector<std::string> words(std::string_view text, std::string_view separators) {
  std::vector<std::string> result;
  while (true) {
    const std::size_t begin = text.find_first_not_of(separators);
    if (begin == std::string_view::npos) return result;
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    result.emplace_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

// One version to a word; a line that begins with '#' is a remark.
std::vector<std::string> versions_in_file(const Environment& environment, const fs::path& file) {
  const auto text = environment.read_head(file, kPyenvVersionLimit);
  if (!text) return {};
  std::vector<std::string> versions;
  for (const std::string& line : words(*text, "\r\n")) {
    if (line.starts_with('#')) continue;
    for (std::string& version : words(line, " \t")) versions.push_back(std::move(version));
  }
  return versions;
}

std::vector<std::string> chosen_versions(const Environment& environment, const fs::path& root) {
  if (const auto variable = environment.variable("PYENV_VERSION")) {
    auto versions = words(*variable, ":");
    if (!versions.empty()) return versions;
  }
  if (const auto current = environment.current_directory()) {
    for (fs::path folder = *current;; folder = folder.parent_path()) {
      auto versions = versions_in_file(environment, folder / ".python-version");
      if (!versions.empty()) return versions;
      if (folder == folder.parent_path()) break;
    }
  }
  return versions_in_file(environment, root / "version");
}

std::optional<fs::path> installed(const Environment& environment, const fs::path& root,
                                  const std::string& version) {
  if (version.find('/') != std::string::npos || version == "..") return std::nullopt;
  const fs::path folder = root / "versions";
  if (environment.is_directory(folder / version)) return folder / version;
  std::optional<Version> newest;
  std::string name_of_newest;
  for (const std::string& name : environment.list(folder).value_or(DirectoryListing{})) {
    const auto candidate = Version::parse(name);
    if (!name.starts_with(version + ".") || !candidate) continue;
    if (newest && !(*newest < *candidate)) continue;
    newest = candidate;
    name_of_newest = name;
  }
  if (!newest) return std::nullopt;
  return folder / name_of_newest;
}

}  // namespace

std::optional<fs::path> pyenv_root_of_shim(const Environment& environment, const fs::path& python) {
  const fs::path shims = python.parent_path();
  if (shims.filename() != "shims") return std::nullopt;
  const fs::path root = shims.parent_path();
  if (!environment.is_directory(root / "versions")) return std::nullopt;
  return root;
}

std::optional<fs::path> pyenv_prefix(const Environment& environment, const fs::path& root) {
  for (const std::string& version : chosen_versions(environment, root)) {
    if (version == "system") return std::nullopt;
    if (auto prefix = installed(environment, root, version)) return prefix;
  }
  return std::nullopt;
}

}  // namespace penstock
