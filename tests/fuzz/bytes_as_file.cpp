// SPDX-License-Identifier: Apache-2.0
#include "fuzz/bytes_as_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>

#include "fuzz/target.hpp"

namespace penstock::fuzz {

BytesAsFile::BytesAsFile(std::string_view bytes)
    : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
  const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
  require(written == static_cast<ssize_t>(bytes.size()), "the system gives files in memory");
  (void)std::snprintf(path_, sizeof path_, "/proc/self/fd/%d", descriptor_);
}

BytesAsFile::~BytesAsFile() { ::close(descriptor_); }

}  // namespace penstock::fuzz
