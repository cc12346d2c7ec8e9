// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace penstock::sdk {

// A whole file, mapped for reading. An empty file is an empty span.
class MappedFile {
 public:
  // Throws Failure{PENSTOCK_NOT_FOUND, PENSTOCK_IO} that names the file.
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] std::span<const char> bytes() const noexcept { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace penstock::sdk
