// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PreTokenizer;
}  // namespace penstock

namespace penstock::pre_tokenizers {

// FixedLength: length (default 5) in characters.
[[nodiscard]] std::unique_ptr<PreTokenizer> make_fixed_length(const JsonView& json);

}  // namespace penstock::pre_tokenizers
