// SPDX-License-Identifier: Apache-2.0
#include "export/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <penstock/error.hpp>

namespace penstock::native {

InputFile::InputFile(std::filesystem::path path) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ < 0) {
    const bool missing = errno == ENOENT || errno == ENOTDIR;
    throw Error(missing ? ErrorCode::not_found : ErrorCode::io,
                path_.string() + ": " + std::strerror(errno));
  }
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor_);
    throw Error(ErrorCode::io, path_.string() + " is not a regular file.");
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
}

InputFile::~InputFile() { ::close(descriptor_); }

std::string InputFile::read(std::uint64_t offset, std::uint64_t length) const {
  if (offset > size_ || length > size_ - offset)
    throw Error(ErrorCode::io, path_.string() + " has " + std::to_string(size_) +
                                   " bytes; more were to be read: it is cut short.");
  std::string bytes(length, '\0');
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t got = ::pread(descriptor_, bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0)
      throw Error(ErrorCode::io, path_.string() + " cannot be read" +
                                     (got < 0 ? std::string(": ") + std::strerror(errno)
                                              : std::string(" to its end; it became shorter.")));
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace penstock::native
