// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <penstock/accelerator.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"

// Where runtimes are looked for, in order. docs/environment.md tells it to users.

namespace penstock {

struct SearchPlace {
  enum class Kind {
    site_packages,     // a folder of Python packages: both phases hold strictly
    library_folder,    // a folder with native libraries, itself or in one of `subfolders`
    library_file,      // one native library
    system_libraries,  // the dynamic linker's cache
    unusable,          // named by the user or usual, but nothing is there: `note` says what
  };
  Kind kind;
  std::filesystem::path path;
  bool follow_pth = false;
  std::span<const std::string_view> subfolders = {};
  std::string note = {};
  std::optional<Accelerator> only = std::nullopt;  // of no interest to the others
};

// PENSTOCK_RUNTIME_PATH, the active Python environments, system libraries, vendors' folders.
// No place is named twice.
[[nodiscard]] std::vector<SearchPlace> search_places(const Environment& environment);

// Whatever the user names, a library, a folder with one, a site-packages folder or a prefix, as
// places. `variable` is blamed when nothing is there.
[[nodiscard]] std::vector<SearchPlace> places_at(const Environment& environment,
                                                 const std::filesystem::path& path,
                                                 const std::string& variable);

}  // namespace penstock
