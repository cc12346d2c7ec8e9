// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace penstock::decoders {

// `text` with every occurrence of `from` replaced. An empty `from` matches around every character,
// as in Rust's str::replace.
[[nodiscard]] std::string replace_all(std::string_view text, std::string_view from,
                                      std::string_view to);

// The reference's clean-up of English: spaces before punctuation and in contractions.
[[nodiscard]] std::string clean_up(std::string_view text);

}  // namespace penstock::decoders
