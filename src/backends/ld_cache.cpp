// SPDX-License-Identifier: Apache-2.0
#include "backends/ld_cache.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "backends/native_libraries.hpp"

namespace penstock {
namespace {

constexpr std::string_view kOldMagic = "ld.so-1.7.0";
constexpr std::string_view kNewMagic = "glibc-ld.so.cache1.1";
constexpr std::size_t kOldHeaderBytes = 16;  // magic padded to 12, then the number of entries
constexpr std::size_t kOldEntryBytes = 12;
constexpr std::size_t kNewHeaderBytes = 48;
constexpr std::size_t kNewEntryBytes = 24;
constexpr std::size_t kNewAlignment = 8;

std::uint32_t number_at(std::string_view bytes, std::size_t offset) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + offset, sizeof(value));
  return value;
}

// The zero-terminated text at `offset`; absent when it does not end inside `bytes`.
std::optional<std::string_view> text_at(std::string_view bytes, std::size_t offset) {
  if (offset >= bytes.size()) return std::nullopt;
  const std::size_t end = bytes.find('\0', offset);
  if (end == std::string_view::npos) return std::nullopt;
  return bytes.substr(offset, end - offset);
}

// The part that is in the new format; empty when there is none.
std::string_view new_format(std::string_view bytes) {
  if (bytes.starts_with(kOldMagic) && bytes.size() >= kOldHeaderBytes) {
    const std::size_t entries = number_at(bytes, kOldMagic.size() + 1);
    std::size_t end = kOldHeaderBytes + entries * kOldEntryBytes;
    end = (end + kNewAlignment - 1) / kNewAlignment * kNewAlignment;
    bytes.remove_prefix(std::min(end, bytes.size()));
  }
  if (!bytes.starts_with(kNewMagic) || bytes.size() < kNewHeaderBytes) return {};
  return bytes;
}

}  // namespace

std::optional<std::vector<LdCacheEntry>> ld_cache_entries(std::string_view bytes,
                                                          std::string_view stem) {
  const std::string_view cache = new_format(bytes);
  if (cache.empty()) return std::nullopt;
  const std::size_t room = (cache.size() - kNewHeaderBytes) / kNewEntryBytes;
  const std::size_t count = std::min<std::size_t>(number_at(cache, kNewMagic.size()), room);
  std::vector<LdCacheEntry> found;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = kNewHeaderBytes + i * kNewEntryBytes;
    const auto soname = text_at(cache, number_at(cache, entry + 4));
    if (!soname || !is_library_name(*soname, stem)) continue;
    const auto path = text_at(cache, number_at(cache, entry + 8));
    if (path && !path->empty()) found.push_back({std::string(*soname), std::string(*path)});
  }
  // glibc sorts the table by falling soname, numbers compared as numbers: the highest comes first.
  return found;
}

}  // namespace penstock
