// SPDX-License-Identifier: Apache-2.0
#include "sdk/patched_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "sdk/failure.hpp"

namespace penstock::sdk {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw Failure(errno == ENOENT || errno == ENOTDIR ? PENSTOCK_NOT_FOUND : PENSTOCK_IO,
                path + ": " + why);
}

struct Descriptor {
  explicit Descriptor(const std::string& path)
      : number(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (number < 0) fail(path, std::strerror(errno));
  }
  ~Descriptor() { ::close(number); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number;
};

constexpr int kReadWrite = PROT_READ | PROT_WRITE;

std::size_t room_of(std::size_t size) { return std::max<std::size_t>(size, 1); }
std::size_t page_size() { return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

}  // namespace

PatchedFile::PatchedFile(const std::string& path, std::size_t offset, std::string_view in_place,
                         std::string_view appended) {
  const Descriptor file(path);
  struct stat status {};
  if (::fstat(file.number, &status) != 0) fail(path, std::strerror(errno));
  const auto length = static_cast<std::size_t>(status.st_size);
  errno = 0;
  if (!S_ISREG(status.st_mode) || length < in_place.size() || offset > length - in_place.size())
    fail(path, "not the file that was read before");
  // Room for both, of which the file then takes its pages; what is left of its last page is ours.
  size_ = length + appended.size();
  void* room = ::mmap(nullptr, room_of(size_), kReadWrite,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) fail(path, std::strerror(errno));
  data_ = static_cast<char*>(room);
  if (length > 0 && ::mmap(room, length, kReadWrite, MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE,
                           file.number, 0) == MAP_FAILED) {
    const std::string why = std::strerror(errno);
    ::munmap(room, room_of(size_));
    fail(path, why);
  }
  std::copy(in_place.begin(), in_place.end(), data_ + offset);
  std::copy(appended.begin(), appended.end(), data_ + length);
  const std::size_t page = page_size();
  head_ = offset / page * page;
  tail_ = (offset + in_place.size() + page - 1) / page * page;
  tail_end_ = std::max(tail_, length / page * page);
}

PatchedFile::~PatchedFile() { ::munmap(data_, room_of(size_)); }

void PatchedFile::drop_pages() const noexcept {
  if (head_ > 0) (void)::madvise(data_, head_, MADV_DONTNEED);
  if (tail_end_ > tail_) (void)::madvise(data_ + tail_, tail_end_ - tail_, MADV_DONTNEED);
}

}  // namespace penstock::sdk
