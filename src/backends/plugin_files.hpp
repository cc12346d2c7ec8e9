// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"

// Where backends that are shared libraries of their own lie. docs/abi.md tells it to users.

namespace penstock {

// The folder of the library or program that contains this code.
[[nodiscard]] std::filesystem::path library_folder(const Environment& environment);

// PENSTOCK_PLUGIN_PATH's folders, then those around `own`, where the library is: itself, its folder
// `penstock`, the one that `cmake --install` fills beside `bin`, and a build tree's `plugins`.
[[nodiscard]] std::vector<std::filesystem::path> plugin_folders(const Environment& environment,
                                                                const std::filesystem::path& own);

// libpenstock_NAME*.so in one folder, the highest name first.
[[nodiscard]] std::vector<std::filesystem::path> plugins_in(const Environment& environment,
                                                            const std::filesystem::path& folder,
                                                            std::string_view name);

class Backend;  // plugin.hpp

// The first plug-in of an accelerator in these folders that serves. Throws Error{unavailable} that
// names the folders and tells why those found did not serve.
[[nodiscard]] std::shared_ptr<Backend> load_first_plugin(
    std::string_view accelerator, const std::string& library,
    std::span<const std::filesystem::path> folders);

}  // namespace penstock
