// SPDX-License-Identifier: Apache-2.0
#include "backends/search_places.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "backends/distribution_metadata.hpp"
#include "backends/distributions.hpp"
#include "backends/native_libraries.hpp"
#include "backends/path_lists.hpp"
#include "backends/python_prefixes.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
using Kind = SearchPlace::Kind;

// Where a folder that the user names may hold libraries: itself, a prefix's or vendor's layout, or
// a wheel's package folder.
constexpr std::array<std::string_view, 9> kAnyLayout{"",
                                                     "lib",
                                                     "lib64",
                                                     "runtime/lib/intel64",
                                                     "runtime/lib/aarch64",
                                                     "lib/intel64",
                                                     "lib/aarch64",
                                                     "libs",
                                                     "capi"};
constexpr std::array<std::string_view, 3> kArchiveLayout{"lib", "lib64", ""};
// INTEL_OPENVINO_DIR is the archive's root; OpenVINO_DIR is its runtime/cmake, or a wheel's cmake.
constexpr std::array<std::string_view, 5> kOpenVinoLayout{
    "runtime/lib/intel64", "runtime/lib/aarch64", "../lib/intel64", "../lib/aarch64", "../libs"};

// Builds the list; the order of its calls is the order of the search.
class PlaceList {
 public:
  explicit PlaceList(const Environment& environment) : environment_(environment) {}

  void add(SearchPlace place) {
    const fs::path identity = environment_.resolve(place.path).value_or(place.path);
    const Identity key{place.kind, identity, place.only};
    if (std::ranges::find(seen_, key) != seen_.end()) return;
    seen_.push_back(key);
    places_.push_back(std::move(place));
  }

  void add_unusable(const fs::path& path, std::string note,
                    std::optional<Accelerator> only = std::nullopt) {
    add({.kind = Kind::unusable, .path = path, .note = std::move(note), .only = only});
  }

  void add_python_path() {
    for (const fs::path& folder : paths_in_variable(environment_, "PYTHONPATH")) {
      if (environment_.is_directory(folder)) {
        add({.kind = Kind::site_packages, .path = folder});
      } else {
        add_unusable(folder, "no such folder (named by PYTHONPATH)");
      }
    }
  }

  // A prefix, and the one below it when it is a virtual environment that lets that one through.
  void add_prefix(const fs::path& prefix, const std::string& reason,
                  std::string_view preferred = {}) {
    const auto folders = site_packages_of_prefix(environment_, prefix, preferred);
    if (folders.empty()) {
      add_unusable(prefix, "no lib/python3*/site-packages in this folder (" + reason + ")");
    }
    for (const fs::path& folder : folders) {
      add({.kind = Kind::site_packages, .path = folder, .follow_pth = true});
    }
    if (environment_.is_directory(prefix / "conda-meta")) {
      add({.kind = Kind::library_folder, .path = prefix / "lib"});
    }
    const auto base = base_prefix(environment_, prefix);
    if (!base || *base == prefix) return;
    add_prefix_of_system(*base, "include-system-site-packages of " + prefix.string());
  }

  // Debian's Python keeps what pip installs for /usr under /usr/local.
  void add_prefix_of_system(const fs::path& prefix, const std::string& reason) {
    if (prefix == "/usr") add_prefix("/usr/local", reason);
    add_prefix(prefix, reason);
  }

  void add_prefix_in_variable(const std::string& variable) {
    const auto value = environment_.variable(variable);
    if (value && !value->empty()) {
      add_prefix(absolute_path(environment_, *value), "named by " + variable);
    }
  }

  void add_python_on_path() {
    const auto found = python_on_path(environment_);
    if (!found) return add_unusable("PATH", "no python3 in any of its folders");
    if (!found->prefix) {
      return add_unusable(found->python,
                          "a pyenv shim, and the version it stands for is not found");
    }
    // The system's own Python comes last, after the user's folder, as in its sys.path.
    if (*found->prefix == "/usr" || *found->prefix == "/usr/local") return;
    add_prefix(*found->prefix, "prefix of " + found->python.string(), found->version_folder);
  }

  // A project's own environment: the nearest `.venv` above the program. Only in a session with a
  // home folder and a python3 on PATH: a stripped environment sees no more than it names.
  void add_project_environment() {
    const auto home = environment_.variable("HOME");
    const auto program = environment_.executable();
    if (!program || !home || !environment_.is_directory(*home)) return;
    if (!python_on_path(environment_)) return;
    for (fs::path folder = program->parent_path(); folder.has_relative_path();
         folder = folder.parent_path()) {
      if (!environment_.is_file(folder / ".venv" / "pyvenv.cfg")) continue;
      return add_prefix(folder / ".venv", "the environment of the project that the program is in");
    }
  }

  void add_user_site() {
    const auto disabled = environment_.variable("PYTHONNOUSERSITE");
    if (disabled && !disabled->empty()) return;
    if (const auto base = environment_.variable("PYTHONUSERBASE"); base && !base->empty()) {
      return add_prefix(absolute_path(environment_, *base), "named by PYTHONUSERBASE");
    }
    const auto home = environment_.variable("HOME");
    if (home && !home->empty()) add_prefix(fs::path(*home) / ".local", "the user's own packages");
  }

  void add_system_libraries() {
    for (const fs::path& folder : paths_in_variable(environment_, "LD_LIBRARY_PATH")) {
      add({.kind = Kind::library_folder, .path = folder});
    }
    add({.kind = Kind::system_libraries, .path = "/etc/ld.so.cache"});
  }

  void add_vendor_variable(const std::string& variable, std::span<const std::string_view> layout,
                           Accelerator accelerator) {
    const auto value = environment_.variable(variable);
    if (!value || value->empty()) return;
    const fs::path folder = absolute_path(environment_, *value);
    if (!environment_.is_directory(folder)) {
      return add_unusable(folder, "no such folder (named by " + variable + ")", accelerator);
    }
    add({.kind = Kind::library_folder, .path = folder, .subfolders = layout, .only = accelerator});
  }

  // PARENT/NAME*: the bare name first, which is the one that is meant, then the highest.
  void add_vendor_folders(const fs::path& parent, std::string_view name,
                          std::span<const std::string_view> layout, Accelerator accelerator) {
    auto folders = environment_.list(parent).value_or(DirectoryListing{});
    std::erase_if(folders, [&](const std::string& folder) { return !folder.starts_with(name); });
    std::ranges::sort(folders, [&](const std::string& a, const std::string& b) {
      if ((a == name) != (b == name)) return a == name;
      return numbers_in(a) > numbers_in(b);
    });
    for (const std::string& folder : folders) {
      add({.kind = Kind::library_folder,
           .path = parent / folder,
           .subfolders = layout,
           .only = accelerator});
    }
    if (folders.empty()) {
      add_unusable(parent / (std::string(name) + "*"), "no such folder", accelerator);
    }
  }

  std::vector<SearchPlace> take() { return std::move(places_); }

 private:
  struct Identity {
    Kind kind;
    fs::path path;  // links resolved
    std::optional<Accelerator> only;
    bool operator==(const Identity&) const = default;
  };

  // Every run of digits: "openvino_2026.4" gives {2026, 4}.
  static std::vector<unsigned long> numbers_in(std::string_view text) {
    std::vector<unsigned long> numbers;
    bool inside = false;
    for (const char c : text) {
      const bool digit = c >= '0' && c <= '9';
      if (digit && !inside) numbers.push_back(0);
      if (digit) numbers.back() = numbers.back() * 10 + static_cast<unsigned long>(c - '0');
      inside = digit;
    }
    return numbers;
  }

  const Environment& environment_;
  std::vector<SearchPlace> places_;
  std::vector<Identity> seen_;
};

bool holds_packages(const DirectoryListing& names) {
  return std::ranges::any_of(names, [](const std::string& name) {
    return distribution_of_entry(name).has_value() ||
           std::ranges::any_of(runtime_packages(), [&](const RuntimePackage* package) {
             return package->package == name;
           });
  });
}

bool holds_libraries(const DirectoryListing& names) {
  return std::ranges::any_of(names, [](const std::string& name) {
    return std::ranges::any_of(runtime_packages(), [&](const RuntimePackage* package) {
      return is_library_name(name, package->library_stem);
    });
  });
}

}  // namespace

std::vector<SearchPlace> places_at(const Environment& environment, const fs::path& named,
                                   const std::string& variable) {
  const fs::path path = absolute_path(environment, named);
  if (environment.is_file(path)) return {{.kind = Kind::library_file, .path = path}};
  const auto names = environment.list(path);
  if (!names) {
    return {{.kind = Kind::unusable,
             .path = path,
             .note = "no such file or folder (named by " + variable + ")"}};
  }
  std::vector<SearchPlace> places;
  const bool packages = holds_packages(*names);
  if (packages) places.push_back({.kind = Kind::site_packages, .path = path, .follow_pth = true});
  for (const fs::path& folder : site_packages_of_prefix(environment, path)) {
    places.push_back({.kind = Kind::site_packages, .path = folder, .follow_pth = true});
  }
  if (!packages || holds_libraries(*names)) {
    places.push_back({.kind = Kind::library_folder, .path = path, .subfolders = kAnyLayout});
  }
  return places;
}

std::vector<SearchPlace> search_places(const Environment& environment) {
  PlaceList list(environment);
  for (const fs::path& path : paths_in_variable(environment, "PENSTOCK_RUNTIME_PATH")) {
    for (SearchPlace& place : places_at(environment, path, "PENSTOCK_RUNTIME_PATH")) {
      list.add(std::move(place));
    }
  }
  list.add_python_path();
  list.add_prefix_in_variable("VIRTUAL_ENV");
  list.add_prefix_in_variable("CONDA_PREFIX");
  list.add_python_on_path();
  list.add_project_environment();
  list.add_user_site();
  list.add_prefix("/usr/local", "the system's own packages");
  list.add_prefix("/usr", "the system's own packages");
  list.add_system_libraries();
  list.add_vendor_variable("ONNXRUNTIME_DIR", kArchiveLayout, Accelerator::ort);
  list.add_vendor_variable("ORT_DIR", kArchiveLayout, Accelerator::ort);
  list.add_vendor_folders("/opt", "onnxruntime", kArchiveLayout, Accelerator::ort);
  list.add_vendor_variable("INTEL_OPENVINO_DIR", kOpenVinoLayout, Accelerator::ov);
  list.add_vendor_variable("OpenVINO_DIR", kOpenVinoLayout, Accelerator::ov);
  list.add_vendor_folders("/opt/intel", "openvino", kOpenVinoLayout, Accelerator::ov);
  return list.take();
}

}  // namespace penstock
