// SPDX-License-Identifier: Apache-2.0
#include "core/environment.hpp"

#include <cstdlib>
#include <fstream>
#include <system_error>

namespace penstock {
namespace {

namespace fs = std::filesystem;

class SystemEnvironment final : public Environment {
 public:
  std::optional<std::string> variable(const std::string& name) const override {
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): read only
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  }

  std::optional<DirectoryListing> list(const fs::path& folder) const override {
    std::error_code error;
    fs::directory_iterator entry(folder, error);
    if (error) return std::nullopt;
    DirectoryListing names;
    for (; entry != fs::directory_iterator(); entry.increment(error)) {
      if (error) break;
      names.push_back(entry->path().filename().string());
    }
    return names;
  }

  bool is_file(const fs::path& path) const override {
    std::error_code error;
    return fs::is_regular_file(path, error);
  }

  bool is_directory(const fs::path& path) const override {
    std::error_code error;
    return fs::is_directory(path, error);
  }

  std::optional<std::string> read_head(const fs::path& path, std::size_t limit) const override {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::string head(limit, '\0');
    file.read(head.data(), static_cast<std::streamsize>(limit));
    if (file.bad()) return std::nullopt;
    head.resize(static_cast<std::size_t>(file.gcount()));
    return head;
  }

  std::optional<fs::path> resolve(const fs::path& path) const override {
    std::error_code error;
    fs::path resolved = fs::canonical(path, error);
    if (error) return std::nullopt;
    return resolved;
  }
};

}  // namespace

const Environment& system_environment() {
  static const SystemEnvironment instance;
  return instance;
}

}  // namespace penstock
