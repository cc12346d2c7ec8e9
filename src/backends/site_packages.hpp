// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"

// One folder of Python packages, with the folders that its .pth files add to sys.path. Each of them
// is read once; questions about several packages are answered from memory.

namespace penstock {

class SitePackages {
 public:
  // `follow_pth`: Python obeys .pth files in site-packages, not in PYTHONPATH entries.
  SitePackages(const Environment& environment, const std::filesystem::path& folder,
               bool follow_pth);

  // The folder itself, in which the package's folder lies; absent when it is nowhere here. What a
  // broken upgrade of pip leaves behind ("~nnxruntime") is no package.
  [[nodiscard]] std::optional<std::filesystem::path> folder_with(std::string_view package) const;

  // The dist-info and egg-info entries of a distribution; `name` in any spelling.
  [[nodiscard]] std::vector<std::filesystem::path> entries_of(std::string_view name) const;

 private:
  struct Folder {
    std::filesystem::path path;
    DirectoryListing names;
  };
  struct Entry {
    std::string distribution;
    std::filesystem::path path;
  };
  void add(const std::filesystem::path& path, bool follow_pth);
  void follow(const std::filesystem::path& pth);

  const Environment& environment_;
  std::vector<Folder> folders_;
  std::vector<Entry> entries_;
};

}  // namespace penstock
