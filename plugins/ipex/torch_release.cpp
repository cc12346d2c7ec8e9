// SPDX-License-Identifier: Apache-2.0
#include "ipex/torch_release.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <system_error>

#include "sdk/failure.hpp"

#ifndef PENSTOCK_TORCH_RELEASE
#error "the build states torch's release"
#endif

namespace penstock::ipex {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRelease = PENSTOCK_TORCH_RELEASE;

std::string read_head(const fs::path& path) {
  constexpr std::size_t kLimit = 4096;
  std::string text(kLimit, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(file.gcount() > 0 ? static_cast<std::size_t>(file.gcount()) : 0);
  return text;
}

// What stands between quotes in the first line that begins with `key`, or after it.
std::string value_of_line(const std::string& text, std::string_view key) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with(key)) continue;
    if (const std::size_t open = line.find_first_of("'\""); open != std::string::npos) {
      const std::size_t close = line.find(line[open], open + 1);
      if (close != std::string::npos) return line.substr(open + 1, close - open - 1);
    }
    const std::size_t begin = line.find_first_not_of(" :=", key.size());
    if (begin == std::string::npos) return {};
    return line.substr(begin, line.find_last_not_of(" \r") + 1 - begin);
  }
  return {};
}

// NAME-VERSION.dist-info beside the package's folder.
std::string version_in_metadata(const fs::path& package) {
  const std::string prefix = package.filename().string() + "-";
  std::error_code error;
  for (fs::directory_iterator at(package.parent_path(), error);
       !error && at != fs::directory_iterator(); at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (!name.starts_with(prefix) || !name.ends_with(".dist-info")) continue;
    std::string version = value_of_line(read_head(at->path() / "METADATA"), "Version:");
    if (!version.empty()) return version;
  }
  return {};
}

bool is_release(std::string_view version) {
  return version.starts_with(kRelease) &&
         (version.size() == kRelease.size() || version[kRelease.size()] == '.');
}

}  // namespace

std::string_view built_for() { return kRelease; }

std::string stated_version(const fs::path& library) {
  const fs::path package = library.parent_path().parent_path();
  std::string version = version_in_metadata(package);
  if (version.empty()) version = value_of_line(read_head(package / "version.py"), "__version__");
  if (version.empty()) version = value_of_line(read_head(package / "build-version"), "");
  return version;
}

std::string require_release(const fs::path& library, const std::string& name) {
  std::string version = stated_version(library);
  if (is_release(version)) return version;
  throw sdk::Failure(PENSTOCK_UNAVAILABLE,
                     "needs " + name + " " + std::string(kRelease) + ".x, found " +
                         (version.empty() ? "one that states no version" : version) + " at " +
                         library.parent_path().parent_path().parent_path().string());
}

}  // namespace penstock::ipex
