// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "export/input_file.hpp"

namespace penstock::native {

// A file inside a ZIP archive, stored without compression.
struct ZipEntry {
  std::uint64_t offset = 0;  // of its bytes, from the start of the archive
  std::uint64_t size = 0;
};

// Every stored file of an archive by name (PKWARE's APPNOTE, ZIP64 included). Compressed entries
// are left out. Throws Error{io} naming the file when it is no archive or a damaged one.
[[nodiscard]] std::map<std::string, ZipEntry> read_zip_directory(const InputFile& file);

}  // namespace penstock::native
