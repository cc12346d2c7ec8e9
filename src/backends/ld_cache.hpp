// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"

// The dynamic linker's list of system libraries, /etc/ld.so.cache (glibc's elf/cache.c, format
// "glibc-ld.so.cache1.1", alone or after the older "ld.so-1.7.0" table). Reading it finds a library
// without loading anything.

namespace penstock {

struct LdCacheEntry {
  std::string soname;
  std::filesystem::path path;
};

// Entries whose soname is `stem` alone or followed by a version, highest version first. Absent when
// `bytes` is no such cache; entries that point outside it are left out.
[[nodiscard]] std::optional<std::vector<LdCacheEntry>> ld_cache_entries(std::string_view bytes,
                                                                        std::string_view stem);

}  // namespace penstock
