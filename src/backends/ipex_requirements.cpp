// SPDX-License-Identifier: Apache-2.0
#include "backends/ipex_requirements.hpp"

#include "backends/path_lists.hpp"
#include "backends/version.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kVersionFileLimit = 4096;
constexpr const char* kTorchVariable = "PENSTOCK_TORCH_DIR";

// A libtorch archive has no metadata, but its own two files: build-version ("2.8.0+cpu"), and in a
// Python package version.py with a line __version__ = '2.8.0+cpu'.
std::optional<std::string> version_in_torch_folder(const Environment& environment,
                                                   const fs::path& library) {
  const fs::path torch = library.parent_path().parent_path();
  if (const auto text = environment.read_head(torch / "build-version", kVersionFileLimit)) {
    const std::string version(trimmed(*text));
    if (Version::parse(version)) return version;
  }
  const auto text = environment.read_head(torch / "version.py", kVersionFileLimit);
  for (const std::string& line : split(text.value_or(""), '\n')) {
    if (!line.starts_with("__version__")) continue;
    const std::size_t begin = line.find_first_of("'\"");
    if (begin == std::string::npos) continue;
    const std::size_t end = line.find(line[begin], begin + 1);
    if (end != std::string::npos) return line.substr(begin + 1, end - begin - 1);
  }
  return std::nullopt;
}

// Where the torch of one IPEX is looked for, in order.
std::vector<SearchPlace> torch_places(const Environment& environment, const fs::path& ipex_home,
                                      std::span<const SearchPlace> places) {
  const auto pinned = environment.variable(kTorchVariable);
  if (pinned && !pinned->empty()) return places_at(environment, *pinned, kTorchVariable);
  auto order = places_at(environment, ipex_home, "");
  order.insert(order.end(), places.begin(), places.end());
  return order;
}

}  // namespace

std::string release_defect(std::string_view name, std::string_view version, const fs::path& place) {
  const auto found = Version::parse(version);
  const auto needed = Version::parse(kTorchRelease);
  if (found && found->release(0) == needed->release(0) && found->release(1) == needed->release(1)) {
    return {};
  }
  return "needs " + std::string(name) + " " + std::string(kTorchRelease) + ".x, found " +
         std::string(version) + " at " + place.string();
}

std::optional<RuntimeFind> find_torch(const Environment& environment, RuntimeSearch& search,
                                      const fs::path& ipex_home,
                                      std::span<const SearchPlace> places,
                                      std::vector<Attempt>& attempts) {
  const auto query = [&](const fs::path& library) {
    return version_in_torch_folder(environment, library);
  };
  for (const SearchPlace& place : torch_places(environment, ipex_home, places)) {
    if (place.only && *place.only != Accelerator::ipex) continue;
    if (auto torch = search.look(kTorchPackage, place, query, attempts)) return torch;
  }
  return std::nullopt;
}

bool meets_ipex_requirements(const Environment& environment, RuntimeSearch& search,
                             const RuntimeFind& ipex, std::span<const SearchPlace> places,
                             std::vector<Attempt>& attempts) {
  const auto refuse = [&](std::string reason) {
    attempts.push_back({ipex.library.string(), "metadata", std::move(reason)});
    return false;
  };
  std::string defect = release_defect("intel_extension_for_pytorch", ipex.version, ipex.home);
  if (!defect.empty()) return refuse(std::move(defect));
  const auto torch = find_torch(environment, search, ipex.home, places, attempts);
  if (!torch) {
    return refuse("needs torch " + std::string(kTorchRelease) + ".x, found none");
  }
  defect = release_defect("torch", torch->version, torch->home);
  return defect.empty() || refuse(std::move(defect));
}

std::string ipex_libraries(const Environment& environment, const fs::path& ipex) {
  const fs::path home = ipex.parent_path().parent_path().parent_path();
  RuntimeSearch search(environment);
  std::vector<Attempt> attempts;
  const auto torch = find_torch(environment, search, home, search_places(environment), attempts);
  return torch ? ipex.string() + "\n" + torch->library.string() : ipex.string();
}

}  // namespace penstock
