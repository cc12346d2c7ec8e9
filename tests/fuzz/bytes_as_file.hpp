// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace penstock::fuzz {

// A file in memory that has these bytes, for readers that take a path.
class BytesAsFile {
 public:
  explicit BytesAsFile(std::string_view bytes);
  ~BytesAsFile();
  BytesAsFile(const BytesAsFile&) = delete;
  BytesAsFile& operator=(const BytesAsFile&) = delete;

  [[nodiscard]] const char* path() const noexcept { return path_; }

 private:
  int descriptor_;
  char path_[32] = {};
};

}  // namespace penstock::fuzz
