// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PreTokenizer;
}  // namespace penstock

namespace penstock::pre_tokenizers {

// Whitespace (words and runs of symbols) and WhitespaceSplit (non-spaces): no fields.
[[nodiscard]] std::unique_ptr<PreTokenizer> make_whitespace(const JsonView& json);

[[nodiscard]] std::unique_ptr<PreTokenizer> make_whitespace_split(const JsonView& json);

}  // namespace penstock::pre_tokenizers
