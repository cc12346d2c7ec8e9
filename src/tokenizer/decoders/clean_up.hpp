// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace penstock::decoders {

// The reference's clean-up of English: spaces before punctuation and in contractions.
[[nodiscard]] std::string clean_up(std::string_view text);

}  // namespace penstock::decoders
