// SPDX-License-Identifier: Apache-2.0
#include "backends/plugin_files.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <string>

#include "backends/path_lists.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

// Relative to the prefix that `cmake --install` was given.
constexpr const char* kInstalled = PENSTOCK_PLUGIN_SUBFOLDER;
constexpr int kBuildTreeDepth = 3;  // BUILD/apps/cli/penstock

}  // namespace

fs::path library_folder(const Environment& environment) {
  Dl_info info{};
  const bool known = ::dladdr(reinterpret_cast<const void*>(&library_folder), &info) != 0;
  const fs::path file = known && info.dli_fname != nullptr ? info.dli_fname : "";
  // Of the program itself the loader only knows how it was called: "penstock" by way of PATH.
  return file.is_absolute() ? file.parent_path()
                            : environment.executable().value_or(fs::path()).parent_path();
}

std::vector<fs::path> plugin_folders(const Environment& environment, const fs::path& own) {
  std::vector<fs::path> folders = paths_in_variable(environment, "PENSTOCK_PLUGIN_PATH");
  if (own.empty()) return folders;
  folders.push_back(own);
  folders.push_back(own / "penstock");
  const fs::path whole = absolute_path(environment, own);
  if (whole.filename() == "bin") folders.push_back(whole.parent_path() / kInstalled);
  fs::path tree = whole;
  for (int depth = 0; depth < kBuildTreeDepth; ++depth, tree = tree.parent_path()) {
    if (environment.is_file(tree / "CMakeCache.txt")) folders.push_back(tree / "plugins");
  }
  return folders;
}

std::vector<fs::path> plugins_in(const Environment& environment, const fs::path& folder,
                                 std::string_view name) {
  const std::string stem = "libpenstock_" + std::string(name);
  DirectoryListing files = environment.list(folder).value_or(DirectoryListing{});
  std::erase_if(files, [&](const std::string& file) {
    return !file.starts_with(stem) || !file.ends_with(".so");
  });
  std::sort(files.rbegin(), files.rend());
  std::vector<fs::path> paths;
  for (const std::string& file : files) paths.push_back(folder / file);
  return paths;
}

}  // namespace penstock
