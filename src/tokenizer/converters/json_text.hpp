// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Parts of JSON as text, for vocabularies too large for a tree of values.

namespace penstock::converters {

// `text` must be valid UTF-8.
void append_json_string(std::string& out, std::string_view text);
// The shortest text that reads back as the same number; `value` must be finite.
void append_json_number(std::string& out, double value);
void append_json_number(std::string& out, std::uint32_t value);

}  // namespace penstock::converters
