// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

// Extended grapheme clusters of Unicode 16 (UAX 29), as unicode-segmentation 1.12 finds them.

namespace penstock::unicode {

// End of the grapheme cluster that starts at byte `start`, a cluster boundary of `text`
// (valid UTF-8, start < text.size()). Call it again with the result to walk the text.
[[nodiscard]] size_t grapheme_end(std::string_view text, size_t start) noexcept;

}  // namespace penstock::unicode
