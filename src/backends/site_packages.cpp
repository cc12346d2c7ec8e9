// SPDX-License-Identifier: Apache-2.0
#include "backends/site_packages.hpp"

#include <algorithm>
#include <utility>

#include "backends/distribution_metadata.hpp"
#include "backends/distributions.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPthLimit = 64 * 1024;

}  // namespace

SitePackages::SitePackages(const Environment& environment, const fs::path& folder, bool follow_pth)
    : environment_(environment) {
  add(folder, follow_pth);
}

void SitePackages::add(const fs::path& path, bool follow_pth) {
  auto names = environment_.list(path);
  if (!names) return;
  std::ranges::sort(*names);  // .pth files are obeyed in this order, as in Python's site module
  for (const std::string& name : *names) {
    if (auto distribution = distribution_of_entry(name)) {
      entries_.push_back({*std::move(distribution), path / name});
    }
  }
  folders_.push_back({path, *std::move(names)});
  if (!follow_pth) return;
  const DirectoryListing files = folders_.back().names;  // follow() grows folders_
  for (const std::string& name : files) {
    if (name.ends_with(".pth") && !name.starts_with('.')) follow(path / name);
  }
}

// Adds the folders that plain lines name. Lines with code ("import ...") are not run.
void SitePackages::follow(const fs::path& pth) {
  const auto text = environment_.read_head(pth, kPthLimit);
  if (!text) return;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#') || line.starts_with("import ") ||
        line.starts_with("import\t")) {
      continue;
    }
    const fs::path target = (pth.parent_path() / fs::path(line)).lexically_normal();
    const bool known =
        std::ranges::any_of(folders_, [&](const Folder& folder) { return folder.path == target; });
    if (!known) add(target, /*follow_pth=*/false);
  }
}

std::optional<fs::path> SitePackages::folder_with(std::string_view package) const {
  for (const Folder& folder : folders_) {
    if (std::ranges::binary_search(
            folder.names, package, {},
            [](const std::string& name) { return std::string_view(name); }) &&
        environment_.is_directory(folder.path / package)) {
      return folder.path;
    }
  }
  return std::nullopt;
}

std::vector<fs::path> SitePackages::entries_of(std::string_view name) const {
  const std::string wanted = normalized_distribution_name(name);
  std::vector<fs::path> paths;
  for (const Entry& entry : entries_) {
    if (entry.distribution == wanted) paths.push_back(entry.path);
  }
  return paths;
}

}  // namespace penstock
