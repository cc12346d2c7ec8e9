// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/environment.hpp"

namespace penstock {

// An operating system in memory: variables, files, folders and links to files or folders, all by
// absolute path. The folders above whatever is added exist.
class FakeEnvironment final : public Environment {
 public:
  using Path = std::filesystem::path;

  FakeEnvironment& set(const std::string& name, std::string value) {
    variables_[name] = std::move(value);
    return *this;
  }
  FakeEnvironment& add_file(const Path& path, std::string content = {}) {
    files_[path] = std::move(content);
    return add_folder(path.parent_path());
  }
  FakeEnvironment& add_folder(const Path& path) {
    for (Path folder = path; folders_.insert(folder).second; folder = folder.parent_path()) {
    }
    return *this;
  }
  FakeEnvironment& add_link(const Path& path, const Path& target) {
    links_[path] = target;
    return add_folder(path.parent_path());
  }
  FakeEnvironment& set_executable(const Path& path) {
    executable_ = path;
    return add_file(path);
  }
  FakeEnvironment& set_current_directory(const Path& path) {
    current_directory_ = path;
    return add_folder(path);
  }

  std::optional<std::string> variable(const std::string& name) const override {
    const auto found = variables_.find(name);
    if (found == variables_.end()) return std::nullopt;
    return found->second;
  }

  std::optional<DirectoryListing> list(const Path& path) const override {
    const Path folder = followed(path);
    if (!folders_.contains(folder)) return std::nullopt;
    ++times_listed_[folder];
    std::set<std::string> names;
    for (const auto& [file, content] : files_) add_name(names, file, folder);
    for (const auto& [link, target] : links_) add_name(names, link, folder);
    for (const Path& inner : folders_) add_name(names, inner, folder);
    return DirectoryListing(names.begin(), names.end());
  }

  bool is_file(const Path& path) const override { return files_.contains(followed(path)); }
  bool is_directory(const Path& path) const override { return folders_.contains(followed(path)); }

  std::optional<std::string> read_head(const Path& path, std::size_t limit) const override {
    return read_range(path, 0, limit);
  }

  std::optional<std::string> read_range(const Path& path, std::uint64_t offset,
                                        std::size_t length) const override {
    const auto file = files_.find(followed(path));
    if (file == files_.end()) return std::nullopt;
    const std::size_t begin = std::min<std::uint64_t>(offset, file->second.size());
    return file->second.substr(begin, length);
  }

  std::optional<std::uint64_t> file_size(const Path& path) const override {
    const auto file = files_.find(followed(path));
    if (file == files_.end()) return std::nullopt;
    return file->second.size();
  }

  std::optional<Path> current_directory() const override { return current_directory_; }
  std::optional<Path> executable() const override { return executable_; }

  std::optional<Path> resolve(const Path& path) const override {
    const Path target = followed(path);
    if (!files_.contains(target) && !folders_.contains(target)) return std::nullopt;
    return target;
  }

  int times_listed(const Path& folder) const { return times_listed_[folder]; }
  int most_listings_of_one_folder() const {
    int most = 0;
    for (const auto& [folder, times] : times_listed_) most = std::max(most, times);
    return most;
  }

 private:
  // With links resolved, from the root down.
  Path followed(const Path& path) const {
    Path whole;
    for (const Path& part : path.lexically_normal()) {
      if (part.empty()) continue;  // after a '/' at the end
      whole /= part;
      for (int hops = 0; hops < 8 && links_.contains(whole); ++hops) {
        const Path target = links_.at(whole);
        whole = (target.is_absolute() ? target : whole.parent_path() / target).lexically_normal();
      }
    }
    return whole;
  }

  static void add_name(std::set<std::string>& names, const Path& path, const Path& folder) {
    if (path.parent_path() == folder && path != folder) names.insert(path.filename().string());
  }

  std::map<std::string, std::string> variables_;
  std::map<Path, std::string> files_;
  std::set<Path> folders_{"/"};
  std::map<Path, Path> links_;
  std::optional<Path> current_directory_ = Path("/here");
  std::optional<Path> executable_;
  mutable std::map<Path, int> times_listed_;
};

}  // namespace penstock
