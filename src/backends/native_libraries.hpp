// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"

// Native libraries by file name. Wheels ship them without an unversioned link
// (libonnxruntime.so.1.31.1, libopenvino_c.so.2641), so the name is a stem and what follows it.

namespace penstock {

// The files in `folder` named by the stem alone or by it, '.' and digits; highest version first,
// the bare stem last. Empty when there are none or no such folder.
[[nodiscard]] std::vector<std::filesystem::path> libraries_in(const Environment& environment,
                                                              const std::filesystem::path& folder,
                                                              std::string_view stem);

// Whether `file` is named so.
[[nodiscard]] bool is_library_name(std::string_view file, std::string_view stem);

// The release that a library's name tells, links followed: libonnxruntime.so.1.21.0 is "1.21.0",
// libopenvino_c.so.2641 is "2026.4.1". Absent when the name tells less than a full release.
[[nodiscard]] std::optional<std::string> version_of_library_name(
    const Environment& environment, const std::filesystem::path& library, std::string_view stem);

}  // namespace penstock
