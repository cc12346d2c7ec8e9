// SPDX-License-Identifier: Apache-2.0
#include "sdk/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sdk/failure.hpp"

namespace penstock::sdk {
namespace {

[[noreturn]] void fail(PenstockStatus status, const std::string& path, const std::string& why) {
  throw Failure(status, path + ": " + why);
}

}  // namespace

MappedFile::MappedFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    fail(errno == ENOENT || errno == ENOTDIR ? PENSTOCK_NOT_FOUND : PENSTOCK_IO, path,
         std::strerror(errno));
  struct stat status {};
  const bool known = ::fstat(file, &status) == 0;
  void* mapped = nullptr;
  if (known && S_ISREG(status.st_mode) && status.st_size > 0)
    mapped =
        ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, file, 0);
  const int failure = errno;
  ::close(file);
  if (!known || !S_ISREG(status.st_mode)) fail(PENSTOCK_IO, path, "not a regular file");
  if (mapped == MAP_FAILED) fail(PENSTOCK_IO, path, std::strerror(failure));
  data_ = static_cast<const char*>(mapped);
  size_ = static_cast<std::size_t>(status.st_size);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace penstock::sdk
