// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <penstock/accelerator.hpp>
#include <string>
#include <vector>

#include "backends/distributions.hpp"
#include "backends/search_places.hpp"
#include "backends/site_packages.hpp"
#include "core/environment.hpp"

// The two phases for one package in one place: is its native library there, and which version does
// its installed distribution state.

namespace penstock {

struct RuntimeFind {
  std::filesystem::path library;
  std::string version;
  std::optional<std::string> distribution;  // none outside Python's folders
  // What else belongs to this runtime is looked for here first: the folder that the package's
  // folder lies in, or the library's own folder.
  std::filesystem::path home;
};

// Asks a library for its version through its own API, which loads it. Absent or an Error thrown
// when it cannot tell.
using LibraryVersionQuery =
    std::function<std::optional<std::string>(const std::filesystem::path& library)>;

class RuntimeSearch {
 public:
  explicit RuntimeSearch(const Environment& environment) : environment_(environment) {}

  // Appends what was looked at to `attempts`: two entries with the outcome "ok" on success, else
  // why this place does not serve. `query` is called only for a library outside Python's folders
  // whose name does not tell its release.
  [[nodiscard]] std::optional<RuntimeFind> look(const RuntimePackage& package,
                                                const SearchPlace& place,
                                                const LibraryVersionQuery& query,
                                                std::vector<Attempt>& attempts);

 private:
  struct Stated {
    std::string distribution;
    std::string version;
    std::filesystem::path entry;
  };

  const SitePackages& site_packages(const std::filesystem::path& folder, bool follow_pth);
  std::optional<Stated> stated_version(const RuntimePackage& package, const SitePackages& site,
                                       const std::filesystem::path& library) const;
  std::string why_package_is_missing(const RuntimePackage& package, const SitePackages& site) const;
  std::string why_library_is_missing(const RuntimePackage& package, const SitePackages& site) const;
  bool is_usable(const RuntimePackage& package, const std::filesystem::path& library,
                 std::vector<Attempt>& attempts) const;

  std::optional<RuntimeFind> look_in_site(const RuntimePackage& package, const SearchPlace& place,
                                          std::vector<Attempt>& attempts);
  std::vector<std::filesystem::path> libraries_at(const RuntimePackage& package,
                                                  const SearchPlace& place);
  std::optional<RuntimeFind> version_of_library(const RuntimePackage& package,
                                                const std::filesystem::path& library,
                                                const LibraryVersionQuery& query,
                                                std::vector<Attempt>& attempts);

  const Environment& environment_;
  std::map<std::filesystem::path, SitePackages> sites_;  // each folder is read once
  std::optional<std::string> ld_cache_;
};

}  // namespace penstock
