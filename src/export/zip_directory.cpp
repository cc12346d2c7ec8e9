// SPDX-License-Identifier: Apache-2.0
#include "export/zip_directory.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string_view>

namespace penstock::native {
namespace {

constexpr std::uint64_t kEndSize = 22;         // end of central directory record, no comment
constexpr std::uint64_t kLongestTail = 65557;  // the same with the longest comment
constexpr std::uint64_t kLocatorSize = 20;
constexpr std::uint64_t kLocalSize = 30;
constexpr std::uint64_t kCentralSize = 46;
constexpr std::uint64_t kMaxDirectory = 64U * 1024 * 1024;
constexpr std::uint32_t kIs64 = 0xFFFFFFFFU;

constexpr std::string_view kEndMark("PK\5\6", 4);
constexpr std::string_view kLocatorMark("PK\6\7", 4);
constexpr std::string_view kEnd64Mark("PK\6\6", 4);
constexpr std::string_view kCentralMark("PK\1\2", 4);
constexpr std::string_view kLocalMark("PK\3\4", 4);

// `count` bytes at `at`, little-endian; they must be there.
std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = count; i-- > 0;)
    value = (value << 8U) | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

struct Directory {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

struct Central {
  std::string name;
  std::uint64_t size = 0;
  std::uint64_t packed = 0;
  std::uint64_t local = 0;
  bool stored = false;
};

class DirectoryReader {
 public:
  explicit DirectoryReader(const InputFile& file) : file_(file) {}

  std::map<std::string, ZipEntry> read() {
    const Directory place = find_directory();
    if (place.size > kMaxDirectory) fail("its table of contents is too large");
    const std::string table = checked_read(place.offset, place.size);
    std::map<std::string, ZipEntry> entries;
    for (std::size_t at = 0; at < table.size();) {
      const Central entry = central(table, at);
      if (entry.stored && entry.size == entry.packed)
        entries.emplace(entry.name, ZipEntry{data_offset(entry), entry.size});
    }
    return entries;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::io, file_.path().string() + " is a damaged ZIP archive: " + why + ".");
  }

  std::string checked_read(std::uint64_t offset, std::uint64_t length) const {
    if (offset > file_.size() || length > file_.size() - offset) fail("it is cut short");
    return file_.read(offset, length);
  }

  Directory find_directory() const {
    if (file_.size() < kEndSize) fail("it is cut short");
    const std::uint64_t length = std::min(file_.size(), kLongestTail);
    const std::uint64_t start = file_.size() - length;
    const std::string tail = checked_read(start, length);
    const std::size_t at = tail.rfind(kEndMark);
    if (at == std::string::npos || tail.size() - at < kEndSize) fail("it has no end record");
    Directory place{number(tail, at + 16, 4), number(tail, at + 12, 4)};
    const bool is_64 = place.offset == kIs64 || place.size == kIs64;
    if (is_64 || (at >= kLocatorSize && tail.compare(at - kLocatorSize, 4, kLocatorMark) == 0)) {
      if (at < kLocatorSize || tail.compare(at - kLocatorSize, 4, kLocatorMark) != 0)
        fail("its ZIP64 record is missing");
      const std::string record = checked_read(number(tail, at - kLocatorSize + 8, 8), 56);
      if (!record.starts_with(kEnd64Mark)) fail("its ZIP64 record is missing");
      place = {number(record, 48, 8), number(record, 40, 8)};
    }
    return place;
  }

  Central central(std::string_view table, std::size_t& at) const {
    if (table.size() - at < kCentralSize || table.substr(at, 4) != kCentralMark)
      fail("its table of contents does not hold what it should");
    Central entry;
    entry.stored = number(table, at + 10, 2) == 0;
    entry.packed = number(table, at + 20, 4);
    entry.size = number(table, at + 24, 4);
    entry.local = number(table, at + 42, 4);
    const std::uint64_t name = number(table, at + 28, 2);
    const std::uint64_t extra = number(table, at + 30, 2);
    const std::uint64_t whole = kCentralSize + name + extra + number(table, at + 32, 2);
    if (table.size() - at < whole) fail("its table of contents is cut short");
    entry.name = table.substr(at + kCentralSize, name);
    widen(entry, table.substr(at + kCentralSize + name, extra));
    at += whole;
    return entry;
  }

  // ZIP64's extra field holds, in this order, those numbers that did not fit.
  void widen(Central& entry, std::string_view extra) const {
    for (std::size_t at = 0; extra.size() - at >= 4;) {
      const std::uint64_t id = number(extra, at, 2);
      const std::uint64_t size = number(extra, at + 2, 2);
      if (extra.size() - at - 4 < size) fail("an entry's extra field is cut short");
      std::string_view field = extra.substr(at + 4, size);
      for (std::uint64_t* value : {&entry.size, &entry.packed, &entry.local}) {
        if (id != 1 || *value != kIs64) continue;
        if (field.size() < 8) fail("an entry's ZIP64 field is cut short");
        *value = number(field, 0, 8);
        field.remove_prefix(8);
      }
      at += 4 + size;
    }
  }

  std::uint64_t data_offset(const Central& entry) const {
    const std::string local = checked_read(entry.local, kLocalSize);
    if (!local.starts_with(kLocalMark)) fail("'" + entry.name + "' is not where it should be");
    const std::uint64_t offset =
        entry.local + kLocalSize + number(local, 26, 2) + number(local, 28, 2);
    if (offset > file_.size() || entry.size > file_.size() - offset)
      fail("'" + entry.name + "' reaches past the end");
    return offset;
  }

  const InputFile& file_;
};

}  // namespace

std::map<std::string, ZipEntry> read_zip_directory(const InputFile& file) {
  return DirectoryReader(file).read();
}

}  // namespace penstock::native
