// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/regex.hpp"

namespace penstock {

class JsonView;

// The `pattern` of Split and Replace: {"String": s} is taken literally, {"Regex": r} compiled.
// Throws Error{io} for another shape, else what the regex throws.
[[nodiscard]] Regex make_pattern(const JsonView& json);

}  // namespace penstock
