// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

// Torch's C++ interface is another one in every release: code built for one loads over another
// without complaint and crashes on first use. So the release is read from files before anything is
// loaded.

namespace penstock::ipex {

// What this plug-in was built against: "2.8".
[[nodiscard]] std::string_view built_for();

// The version that an installation states: of a library in PACKAGE/lib, by PACKAGE/version.py or
// PACKAGE/build-version, else by the dist-info beside PACKAGE. Empty when it states none.
[[nodiscard]] std::string stated_version(const std::filesystem::path& library);

// Throws Failure{PENSTOCK_UNAVAILABLE} "needs NAME 2.8.x, found VERSION at PLACE" unless the
// library's installation is of the release built for; returns its version.
std::string require_release(const std::filesystem::path& library, const std::string& name);

}  // namespace penstock::ipex
