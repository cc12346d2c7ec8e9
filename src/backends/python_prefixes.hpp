// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"

// Python prefixes: what stands above bin/python3 and lib/python3.N/site-packages.

namespace penstock {

// PREFIX/lib/python3*/{site,dist}-packages and the same under lib64, as far as they exist and each
// folder once. Newest Python first, but `preferred` ("python3.11") before all.
[[nodiscard]] std::vector<std::filesystem::path> site_packages_of_prefix(
    const Environment& environment, const std::filesystem::path& prefix,
    std::string_view preferred = {});

// Of a virtual environment whose pyvenv.cfg says include-system-site-packages = true: the prefix of
// the Python that it was made with. Absent otherwise.
[[nodiscard]] std::optional<std::filesystem::path> base_prefix(const Environment& environment,
                                                               const std::filesystem::path& prefix);

struct PythonOnPath {
  std::filesystem::path python;                 // as found on PATH
  std::optional<std::filesystem::path> prefix;  // absent: a shim whose choice is not known
  std::string version_folder;                   // "python3.11" when the links end there, else empty
};

// The first python3 on PATH and its prefix, told from links, pyvenv.cfg and pyenv's own files; it
// is not run. Absent when PATH has none.
[[nodiscard]] std::optional<PythonOnPath> python_on_path(const Environment& environment);

}  // namespace penstock
