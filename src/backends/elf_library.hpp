// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/environment.hpp"

// Whether a shared library could serve, told from the file alone: loading one to find out would run
// its code.

namespace penstock {

// Empty when `path` is a whole 64-bit ELF library of this machine's architecture that exports
// `symbol` (an empty symbol is not asked for); else the reason why not, as the end of a sentence
// that begins with the file's name: "is truncated: ...".
[[nodiscard]] std::string library_defect(const Environment& environment,
                                         const std::filesystem::path& path,
                                         std::string_view symbol);

}  // namespace penstock
