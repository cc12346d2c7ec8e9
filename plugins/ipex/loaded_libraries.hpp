// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace penstock::ipex {

// The path of a library of this process whose file name begins with `name`; empty when none is
// loaded.
[[nodiscard]] std::filesystem::path find_loaded(std::string_view name);

// The folder of the library or program that this code was loaded from.
[[nodiscard]] std::filesystem::path own_folder();

// Loads a library for the life of the process. Throws Failure{PENSTOCK_UNAVAILABLE} with the
// loader's words.
void* load_library(const std::filesystem::path& path);

}  // namespace penstock::ipex
