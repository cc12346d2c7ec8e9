// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/environment.hpp"

// What an installed distribution says of itself: NAME-VERSION.dist-info/METADATA of a wheel, or
// NAME.egg-info, a folder with PKG-INFO in it or that file itself.

namespace penstock {

// The distribution's name in the PEP 503 spelling when `entry` is the name of such a folder or
// file ("onnxruntime_gpu-1.20.1.dist-info" gives "onnxruntime-gpu"), else absent.
[[nodiscard]] std::optional<std::string> distribution_of_entry(std::string_view entry);

// A field of the header part, which ends at the first empty line. Field names ignore case.
[[nodiscard]] std::optional<std::string> metadata_field(std::string_view metadata,
                                                        std::string_view field);

// The version that the entry at this path states; absent when it cannot be read or states none.
[[nodiscard]] std::optional<std::string> distribution_version(const Environment& environment,
                                                              const std::filesystem::path& entry);

// Whether the entry's RECORD lists this file (a path relative to site-packages).
[[nodiscard]] bool record_names(const Environment& environment, const std::filesystem::path& entry,
                                std::string_view file);

// Whether direct_url.json says that the distribution was installed in editable mode.
[[nodiscard]] bool is_editable_install(const Environment& environment,
                                       const std::filesystem::path& entry);

}  // namespace penstock
