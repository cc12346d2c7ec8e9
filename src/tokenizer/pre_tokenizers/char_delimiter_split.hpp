// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PreTokenizer;
}  // namespace penstock

namespace penstock::pre_tokenizers {

// CharDelimiterSplit: delimiter.
[[nodiscard]] std::unique_ptr<PreTokenizer> make_char_delimiter_split(const JsonView& json);

}  // namespace penstock::pre_tokenizers
