// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The part of the operating system that detection looks at, injectable so that tests can fake it.

namespace penstock {

// Names in one directory, files and folders alike, unsorted.
using DirectoryListing = std::vector<std::string>;

class Environment {
 public:
  virtual ~Environment() = default;

  // An environment variable; absent when unset. Set but empty is an empty string.
  [[nodiscard]] virtual std::optional<std::string> variable(const std::string& name) const = 0;
  // Absent when the folder does not exist or cannot be read.
  [[nodiscard]] virtual std::optional<DirectoryListing> list(
      const std::filesystem::path& folder) const = 0;
  [[nodiscard]] virtual bool is_file(const std::filesystem::path& path) const = 0;
  [[nodiscard]] virtual bool is_directory(const std::filesystem::path& path) const = 0;
  // The first `limit` bytes of a file; absent when it cannot be read.
  [[nodiscard]] virtual std::optional<std::string> read_head(const std::filesystem::path& path,
                                                             std::size_t limit) const = 0;
  // `length` bytes from `offset` on, fewer where the file ends; absent when it cannot be read.
  [[nodiscard]] virtual std::optional<std::string> read_range(const std::filesystem::path& path,
                                                              std::uint64_t offset,
                                                              std::size_t length) const = 0;
  // In bytes; absent when there is no such file.
  [[nodiscard]] virtual std::optional<std::uint64_t> file_size(
      const std::filesystem::path& path) const = 0;
  // Absent when it was removed under the process.
  [[nodiscard]] virtual std::optional<std::filesystem::path> current_directory() const = 0;
  // The running program's file, links resolved; absent where the system does not tell.
  [[nodiscard]] virtual std::optional<std::filesystem::path> executable() const = 0;
  // The path with every symbolic link resolved; absent when it does not exist.
  [[nodiscard]] virtual std::optional<std::filesystem::path> resolve(
      const std::filesystem::path& path) const = 0;
};

// The real one. Lives as long as the process.
[[nodiscard]] const Environment& system_environment();

}  // namespace penstock
