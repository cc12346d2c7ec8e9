// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace penstock::native {

// A regular file read piece by piece. It is never mapped here: a file that shrinks meanwhile is an
// error, not a signal.
class InputFile {
 public:
  // Throws Error{not_found, io} that names the file.
  explicit InputFile(std::filesystem::path path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  // Exactly these bytes. Throws Error{io} when they reach past the end.
  [[nodiscard]] std::string read(std::uint64_t offset, std::uint64_t length) const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace penstock::native
