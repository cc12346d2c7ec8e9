// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace penstock::jinja {

// A literal's value, or why it has none.
struct DecodedLiteral {
  std::string text;
  std::string error;
};

// The escapes of Python's "unicode-escape" codec, which Jinja runs its literals through.
[[nodiscard]] DecodedLiteral decode_string_literal(std::string_view body);

}  // namespace penstock::jinja
