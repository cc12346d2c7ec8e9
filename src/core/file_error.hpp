// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <penstock/error.hpp>
#include <string>

namespace penstock {

// What the library throws in place of the standard library's exception: a file that is there but
// cannot be looked at (a folder without permission, a circle of links, a name that is too long).
[[nodiscard]] inline Error file_error(const std::filesystem::filesystem_error& error) {
  return {ErrorCode::io, error.path1().string() + " cannot be read: " + error.code().message() +
                             ". Check the path, its permissions and its links."};
}

}  // namespace penstock
