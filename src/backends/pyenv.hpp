// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "core/environment.hpp"

// pyenv puts shell scripts ("shims") named python3 on PATH. The interpreter behind one is a choice
// that pyenv makes at each call; here it is made the same way, without running the script.

namespace penstock {

// The root of the pyenv installation when `python` is one of its shims, else absent.
[[nodiscard]] std::optional<std::filesystem::path> pyenv_root_of_shim(
    const Environment& environment, const std::filesystem::path& python);

// The prefix ROOT/versions/X that the shim would run: X from PYENV_VERSION, else from the
// .python-version file of the current folder or the nearest one above it, else from ROOT/version.
// A version that is only begun ("3.11") means the newest installed one of it. Absent when none of
// the versions named is installed, or the choice is "system".
[[nodiscard]] std::optional<std::filesystem::path> pyenv_prefix(const Environment& environment,
                                                                const std::filesystem::path& root);

}  // namespace penstock
