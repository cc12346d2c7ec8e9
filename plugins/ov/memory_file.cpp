// SPDX-License-Identifier: Apache-2.0
#include "ov/memory_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sdk/failure.hpp"

namespace penstock::ov {

MemoryFile::MemoryFile(std::string_view bytes) : file_(::memfd_create("penstock", MFD_CLOEXEC)) {
  bool written = file_ >= 0;
  while (written && !bytes.empty()) {
    const ssize_t count = ::write(file_, bytes.data(), bytes.size());
    written = count > 0 || (count < 0 && errno == EINTR);
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (written) return;
  const std::string why = std::strerror(errno);
  if (file_ >= 0) ::close(file_);
  throw sdk::Failure(PENSTOCK_UNSUPPORTED, "no file in memory: " + why);
}

MemoryFile::~MemoryFile() { ::close(file_); }

}  // namespace penstock::ov
