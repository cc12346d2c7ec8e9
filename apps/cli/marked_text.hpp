// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "terminal.hpp"

namespace penstock::cli {

// A stretch [begin, end) of a text, in code points.
struct Mark {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string label;  // said behind it; may be empty
  Style style = Style::yellow;
};

// The text on lines of at most terminal.width columns, with the marked stretches in colour, or in
// brackets where there is none. Marks that overlap an earlier one, or lie outside, are left out.
// With `around`, only so many code points before the first mark and behind the last are shown.
[[nodiscard]] std::string marked_text(std::string_view text, std::vector<Mark> marks,
                                      const Terminal& terminal,
                                      std::size_t around = static_cast<std::size_t>(-1));

}  // namespace penstock::cli
