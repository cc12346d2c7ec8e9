// SPDX-License-Identifier: Apache-2.0
#include "core/environment.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace penstock {
namespace {

namespace fs = std::filesystem;

// Fills `bytes` from `offset` on, shortening it where the file turns out to end; false on failure.
bool read_fully(int file, std::uint64_t offset, std::string& bytes) {
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::pread(file, bytes.data() + filled, bytes.size() - filled,
                                static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return true;
}

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
    return read_range(path, 0, limit);
  }

  std::optional<std::string> read_range(const fs::path& path, std::uint64_t offset,
                                        std::size_t length) const override {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return std::nullopt;
    std::optional<std::string> bytes;
    struct stat status {};
    if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
      const auto size = static_cast<std::uint64_t>(status.st_size);
      const std::uint64_t available = offset < size ? size - offset : 0;
      bytes.emplace(std::min<std::uint64_t>(length, available), '\0');
      if (!read_fully(file, offset, *bytes)) bytes.reset();
    }
    ::close(file);
    return bytes;
  }

  std::optional<std::uint64_t> file_size(const fs::path& path) const override {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    if (error) return std::nullopt;
    return size;
  }

  std::optional<fs::path> executable() const override { return resolve("/proc/self/exe"); }

  std::optional<fs::path> current_directory() const override {
    std::error_code error;
    fs::path folder = fs::current_path(error);
    if (error) return std::nullopt;
    return folder;
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
