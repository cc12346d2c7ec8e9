// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>

// JSON files of a model repository: written by strangers, so size and nesting are bounded before
// anything recursive sees them.

namespace penstock {

// Keys sorted, look-up logarithmic: id2label may hold tens of thousands of them.
using FileJson = nlohmann::json;

struct JsonLimits {
  std::size_t max_depth = 128;                           // arrays and objects inside one another
  std::size_t max_size = std::size_t{64} * 1024 * 1024;  // bytes
};

// Throws Error{not_found} when there is no such file, Error{io} naming the file, the position and
// the reason when it cannot be read, is too large, nested too deeply or not JSON.
// NaN, Infinity and -Infinity, which Python writes, read as null.
[[nodiscard]] FileJson read_json_file(const std::filesystem::path& path, JsonLimits limits = {});

// The same from text; `origin` names it in errors.
[[nodiscard]] FileJson parse_json(std::string_view text, std::string_view origin,
                                  JsonLimits limits = {});

}  // namespace penstock
