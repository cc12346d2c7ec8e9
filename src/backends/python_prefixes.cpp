// SPDX-License-Identifier: Apache-2.0
#include "backends/python_prefixes.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "backends/path_lists.hpp"
#include "backends/pyenv.hpp"
#include "core/ascii.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kConfigLimit = 4096;
constexpr std::string_view kPython3 = "python3";

// "python3.11" gives 11, "python3" (Debian's folder for all of them) gives 0.
int minor_version(std::string_view folder) {
  folder.remove_prefix(kPython3.size());
  int minor = 0;
  if (folder.starts_with('.')) {
    std::from_chars(folder.data() + 1, folder.data() + folder.size(), minor);
  }
  return minor;
}

bool is_python3_folder(std::string_view name) {
  return name == kPython3 || (name.starts_with(kPython3) && name.size() > kPython3.size() + 1 &&
                              name[kPython3.size()] == '.');
}

// The value of "key = value" in a pyvenv.cfg; keys ignore case.
std::optional<std::string> config_value(std::string_view config, std::string_view key) {
  for (const std::string& line : split(config, '\n')) {
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) continue;
    if (ascii::lower(trimmed(std::string_view(line).substr(0, equals))) != key) continue;
    return std::string(trimmed(std::string_view(line).substr(equals + 1)));
  }
  return std::nullopt;
}

// The first file named python3 in a folder of PATH, from the `skip`th folder on.
std::optional<fs::path> first_python(const Environment& environment,
                                     const std::vector<fs::path>& folders,
                                     const fs::path& skipped_folder) {
  for (const fs::path& folder : folders) {
    if (folder != skipped_folder && environment.is_file(folder / kPython3)) {
      return folder / kPython3;
    }
  }
  return std::nullopt;
}

PythonOnPath located(const Environment& environment, const fs::path& python) {
  PythonOnPath found{python, python.parent_path().parent_path(), {}};
  const auto resolved = environment.resolve(python);
  if (resolved) found.version_folder = resolved->filename().string();
  if (!is_python3_folder(found.version_folder)) found.version_folder.clear();
  // A virtual environment's python3 is a link to the base one; its pyvenv.cfg says that it counts.
  if (!environment.is_file(*found.prefix / "pyvenv.cfg") && resolved) {
    found.prefix = resolved->parent_path().parent_path();
  }
  return found;
}

}  // namespace

std::vector<fs::path> site_packages_of_prefix(const Environment& environment,
                                              const fs::path& prefix, std::string_view preferred) {
  std::vector<fs::path> folders;
  std::vector<fs::path> seen;  // links resolved: lib64 is often a link to lib
  for (const std::string_view lib : {"lib", "lib64"}) {
    auto names = environment.list(prefix / lib);
    if (!names) continue;
    std::erase_if(*names, [](const std::string& name) { return !is_python3_folder(name); });
    std::ranges::sort(*names, std::ranges::greater{}, [&](const std::string& name) {
      return std::pair(name == preferred, minor_version(name));
    });
    for (const std::string& name : *names) {
      for (const std::string_view packages : {"site-packages", "dist-packages"}) {
        const fs::path folder = prefix / lib / name / packages;
        if (!environment.is_directory(folder)) continue;
        const fs::path identity = environment.resolve(folder).value_or(folder);
        if (std::ranges::find(seen, identity) != seen.end()) continue;
        seen.push_back(identity);
        folders.push_back(folder);
      }
    }
  }
  return folders;
}

std::optional<fs::path> base_prefix(const Environment& environment, const fs::path& prefix) {
  const auto config = environment.read_head(prefix / "pyvenv.cfg", kConfigLimit);
  if (!config) return std::nullopt;
  const auto include = config_value(*config, "include-system-site-packages");
  if (!include || ascii::lower(*include) != "true") return std::nullopt;
  const auto home = config_value(*config, "home");  // the folder of the base python3
  if (!home || home->empty()) return std::nullopt;
  return fs::path(*home).parent_path();
}

std::optional<PythonOnPath> python_on_path(const Environment& environment) {
  const std::vector<fs::path> folders = paths_in_variable(environment, "PATH");
  const auto python = first_python(environment, folders, {});
  if (!python) return std::nullopt;
  const auto root = pyenv_root_of_shim(environment, *python);
  if (!root) return located(environment, *python);
  if (auto prefix = pyenv_prefix(environment, *root)) {
    return PythonOnPath{*python, *std::move(prefix), {}};
  }
  // "system": the first python3 that is no shim.
  if (const auto next = first_python(environment, folders, python->parent_path())) {
    return located(environment, *next);
  }
  return PythonOnPath{*python, std::nullopt, {}};
}

}  // namespace penstock
