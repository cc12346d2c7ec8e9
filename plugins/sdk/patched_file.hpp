// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace penstock::sdk {

// A whole file in memory with a few bytes changed and some added behind its end. Only the pages of
// those are copied; the rest stays the file's. The file itself is not changed.
class PatchedFile {
 public:
  // Throws Failure{PENSTOCK_NOT_FOUND, PENSTOCK_IO} that names the file, also when it is too short
  // for the change.
  PatchedFile(const std::string& path, std::size_t offset, std::string_view in_place,
              std::string_view appended);
  ~PatchedFile();
  PatchedFile(const PatchedFile&) = delete;
  PatchedFile& operator=(const PatchedFile&) = delete;

  [[nodiscard]] std::span<const char> bytes() const noexcept { return {data_, size_}; }

  // Gives back the memory of what was read so far: it stays in the system's cache, and is there
  // again when it is read again. While others read, too.
  void drop_pages() const noexcept;

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
  // Of the file: what lies before, and behind, the pages with changes. In bytes from data_.
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
  std::size_t tail_end_ = 0;
};

}  // namespace penstock::sdk
