// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace penstock::regex {

// Whether \y holds at byte `at` (a character boundary): Oniguruma's grapheme clusters, which
// ignore rule GB9c and look back beyond where the match began.
[[nodiscard]] bool is_segment_boundary(std::string_view text, size_t at) noexcept;

}  // namespace penstock::regex
