// SPDX-License-Identifier: Apache-2.0
#include "backends/runtime_search.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <utility>

#include "backends/distribution_metadata.hpp"
#include "backends/elf_library.hpp"
#include "backends/ld_cache.hpp"
#include "backends/native_libraries.hpp"
#include "backends/version.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLdCacheLimit = 64 * 1024 * 1024;
constexpr std::string_view kFound = "found";
constexpr std::string_view kMetadata = "metadata";
constexpr std::string_view kLoad = "load";
constexpr std::string_view kOk = "ok";

void note(std::vector<Attempt>& attempts, const fs::path& place, std::string_view phase,
          std::string_view outcome) {
  attempts.push_back({place.string(), std::string(phase), std::string(outcome)});
}

bool is_before(std::string_view version, std::string_view limit) {
  const auto parsed = Version::parse(version);
  return parsed && *parsed < *Version::parse(limit);
}

// The folder above `library_folder` when the library lies in one, else absent:
// X/onnxruntime/capi/libonnxruntime.so.1 gives X.
std::optional<fs::path> site_of_library(const RuntimePackage& package, const fs::path& library) {
  fs::path folder = library.parent_path();
  const fs::path inside(package.library_folder);
  for (auto part = inside.end(); part != inside.begin();) {
    --part;
    if (folder.filename() != *part) return std::nullopt;
    folder = folder.parent_path();
  }
  return folder;
}

std::string library_pattern(const RuntimePackage& package) {
  return std::string(package.library_stem) + "*";
}

// Of a place that is no site-packages folder and has no library of this name.
std::string why_none_at(const RuntimePackage& package, const SearchPlace& place) {
  if (!place.note.empty()) return place.note;
  const std::string pattern = library_pattern(package);
  return place.kind == SearchPlace::Kind::library_file ? "is not named " + pattern
                                                       : "no " + pattern + " here";
}

}  // namespace

const SitePackages& RuntimeSearch::site_packages(const fs::path& folder, bool follow_pth) {
  const auto known = sites_.find(folder);
  if (known != sites_.end()) return known->second;
  return sites_.emplace(folder, SitePackages(environment_, folder, follow_pth)).first->second;
}

// Several distributions may bring one package, each overwriting the last: as in the reference, the
// first name in probe order that states a version is the one reported.
std::optional<RuntimeSearch::Stated> RuntimeSearch::stated_version(const RuntimePackage& package,
                                                                   const SitePackages& site,
                                                                   const fs::path& library) const {
  for (const std::string_view name : package.distributions) {
    std::optional<Stated> best;
    const auto entries = site.entries_of(name);
    for (const fs::path& entry : entries) {
      auto version = distribution_version(environment_, entry);
      if (!version) continue;
      Stated stated{std::string(name), *std::move(version), entry};
      // Two entries of one name are an upgrade gone wrong: believe the one that owns the library.
      const std::string file = library.lexically_relative(entry.parent_path()).generic_string();
      if (entries.size() > 1 && record_names(environment_, entry, file)) return stated;
      const auto value = Version::parse(stated.version);
      if (!best || (value && Version::parse(best->version) < value)) best = std::move(stated);
    }
    if (best) return best;
  }
  return std::nullopt;
}

std::string RuntimeSearch::why_package_is_missing(const RuntimePackage& package,
                                                  const SitePackages& site) const {
  for (const std::string_view name : package.distributions) {
    for (const fs::path& entry : site.entries_of(name)) {
      const std::string version = distribution_version(environment_, entry).value_or("");
      std::string reason = std::string(name) + (version.empty() ? "" : " " + version) +
                           " is installed but its package folder " + std::string(package.package) +
                           "/ is missing";
      if (is_editable_install(environment_, entry)) {
        reason += ": an editable install whose folder no .pth file names";
      }
      return reason;
    }
  }
  return "no " + std::string(package.package) + " package here";
}

std::string RuntimeSearch::why_library_is_missing(const RuntimePackage& package,
                                                  const SitePackages& site) const {
  const std::string none = "no " + library_pattern(package) + " in it";
  const auto stated = stated_version(package, site, {});
  if (stated && !package.first_native.empty() && is_before(stated->version, package.first_native)) {
    return none + ": " + stated->distribution + " " + stated->version +
           " is too old for native use, install " + std::string(package.first_native) + " or newer";
  }
  return none + (stated ? ": " + stated->distribution + " " + stated->version +
                              " is installed without its native library"
                        : std::string());
}

bool RuntimeSearch::is_usable(const RuntimePackage& package, const fs::path& library,
                              std::vector<Attempt>& attempts) const {
  const std::string defect = library_defect(environment_, library, package.symbol);
  note(attempts, library, kFound, defect.empty() ? kOk : std::string_view(defect));
  return defect.empty();
}

std::optional<RuntimeFind> RuntimeSearch::look_in_site(const RuntimePackage& package,
                                                       const SearchPlace& place,
                                                       std::vector<Attempt>& attempts) {
  const SitePackages& site = site_packages(place.path, place.follow_pth);
  const auto folder = site.folder_with(package.package);
  if (!folder) {
    note(attempts, place.path, kFound, why_package_is_missing(package, site));
    return std::nullopt;
  }
  const fs::path inside = *folder / package.library_folder;
  const auto libraries = libraries_in(environment_, inside, package.library_stem);
  if (libraries.empty()) note(attempts, inside, kFound, why_library_is_missing(package, site));
  for (const fs::path& library : libraries) {
    if (!is_usable(package, library, attempts)) continue;
    auto stated = stated_version(package, site, library);
    if (!stated) {
      note(attempts, place.path, kMetadata,
           "no installed distribution states a version: the folder " +
               std::string(package.package) + "/ is there without its metadata");
      return std::nullopt;
    }
    note(attempts, stated->entry, kMetadata, kOk);
    return RuntimeFind{library, stated->version, stated->distribution, *folder};
  }
  return std::nullopt;
}

std::optional<RuntimeFind> RuntimeSearch::version_of_library(const RuntimePackage& package,
                                                             const fs::path& library,
                                                             const LibraryVersionQuery& query,
                                                             std::vector<Attempt>& attempts) {
  if (const auto folder = site_of_library(package, library)) {
    if (const auto stated =
            stated_version(package, site_packages(*folder, /*follow_pth=*/false), library)) {
      note(attempts, stated->entry, kMetadata, kOk);
      return RuntimeFind{library, stated->version, stated->distribution, *folder};
    }
  }
  const fs::path home = library.parent_path();
  if (auto version = version_of_library_name(environment_, library, package.library_stem)) {
    note(attempts, library, kMetadata, kOk);
    return RuntimeFind{library, *std::move(version), std::nullopt, home};
  }
  std::string reason = "neither its name nor its own API tells a version";
  try {
    if (auto version = query(library)) {
      note(attempts, library, kLoad, kOk);
      return RuntimeFind{library, *std::move(version), std::nullopt, home};
    }
  } catch (const Error& error) {
    reason = error.what();
  }
  note(attempts, library, kLoad, reason);
  return std::nullopt;
}

std::vector<fs::path> RuntimeSearch::libraries_at(const RuntimePackage& package,
                                                  const SearchPlace& place) {
  const std::string_view stem = package.library_stem;
  std::vector<fs::path> libraries;
  if (place.kind == SearchPlace::Kind::library_file) {
    if (is_library_name(place.path.filename().string(), stem)) libraries = {place.path};
  } else if (place.kind == SearchPlace::Kind::library_folder) {
    static constexpr std::string_view kItself;
    const auto subfolders = place.subfolders.empty() ? std::span(&kItself, 1) : place.subfolders;
    for (const std::string_view subfolder : subfolders) {
      const fs::path folder =
          subfolder.empty() ? place.path : (place.path / subfolder).lexically_normal();
      const auto found = libraries_in(environment_, folder, stem);
      libraries.insert(libraries.end(), found.begin(), found.end());
    }
  } else if (place.kind == SearchPlace::Kind::system_libraries) {
    if (!ld_cache_) ld_cache_ = environment_.read_head(place.path, kLdCacheLimit).value_or("");
    const auto entries = ld_cache_entries(*ld_cache_, stem).value_or(std::vector<LdCacheEntry>{});
    for (const LdCacheEntry& entry : entries) libraries.push_back(entry.path);
  }
  return libraries;
}

std::optional<RuntimeFind> RuntimeSearch::look(const RuntimePackage& package,
                                               const SearchPlace& place,
                                               const LibraryVersionQuery& query,
                                               std::vector<Attempt>& attempts) {
  if (place.kind == SearchPlace::Kind::site_packages) return look_in_site(package, place, attempts);
  const std::vector<fs::path> libraries = libraries_at(package, place);
  if (libraries.empty()) note(attempts, place.path, kFound, why_none_at(package, place));
  for (const fs::path& library : libraries) {
    if (!is_usable(package, library, attempts)) continue;
    if (auto find = version_of_library(package, library, query, attempts)) return find;
  }
  return std::nullopt;
}

}  // namespace penstock
