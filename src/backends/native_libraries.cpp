// SPDX-License-Identifier: Apache-2.0
#include "backends/native_libraries.hpp"

#include <algorithm>
#include <charconv>

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDigitsAndDots = "0123456789.";

// "1.21.0" to {1, 21, 0}; numbers too large to hold count as the largest.
std::vector<unsigned> numbers(std::string_view text) {
  std::vector<unsigned> result;
  while (!text.empty()) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    unsigned value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + dot, value);
    result.push_back(parsed.ec == std::errc{} ? value : ~0U);
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return result;
}

// What follows "STEM." in the name; empty for the bare stem.
std::string_view suffix_of(std::string_view file, std::string_view stem) {
  return file.size() > stem.size() ? file.substr(stem.size() + 1) : std::string_view{};
}

std::optional<std::string> release_of_suffix(std::string_view suffix) {
  const std::vector<unsigned> parts = numbers(suffix);
  if (parts.size() >= 3) return std::string(suffix);
  // OpenVINO's ABI number YYRP: year, release and patch of the release.
  if (parts.size() == 1 && suffix.size() == 4) {
    const unsigned number = parts.front();
    return "20" + std::to_string(number / 100) + "." + std::to_string(number / 10 % 10) + "." +
           std::to_string(number % 10);
  }
  return std::nullopt;
}

}  // namespace

bool is_library_name(std::string_view file, std::string_view stem) {
  if (!file.starts_with(stem)) return false;
  file.remove_prefix(stem.size());
  if (file.empty()) return true;
  return file.size() > 1 && file.front() == '.' &&
         file.find_first_not_of(kDigitsAndDots) == std::string_view::npos;
}

std::vector<fs::path> libraries_in(const Environment& environment, const fs::path& folder,
                                   std::string_view stem) {
  auto names = environment.list(folder);
  if (!names) return {};
  std::erase_if(*names, [&](const std::string& name) { return !is_library_name(name, stem); });
  std::ranges::sort(*names, [&](const std::string& a, const std::string& b) {
    return numbers(suffix_of(a, stem)) > numbers(suffix_of(b, stem));
  });
  std::vector<fs::path> libraries;
  libraries.reserve(names->size());
  for (const std::string& name : *names) libraries.push_back(folder / name);
  return libraries;
}

std::optional<std::string> version_of_library_name(const Environment& environment,
                                                   const fs::path& library, std::string_view stem) {
  for (const auto& path : {std::optional(library), environment.resolve(library)}) {
    if (!path) continue;
    const std::string file = path->filename().string();
    if (!is_library_name(file, stem)) continue;
    if (auto release = release_of_suffix(suffix_of(file, stem))) return release;
  }
  return std::nullopt;
}

}  // namespace penstock
