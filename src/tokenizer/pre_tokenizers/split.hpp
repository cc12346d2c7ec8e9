// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PreTokenizer;
}  // namespace penstock

namespace penstock::pre_tokenizers {

// Split: pattern, behavior, invert.
[[nodiscard]] std::unique_ptr<PreTokenizer> make_split(const JsonView& json);

}  // namespace penstock::pre_tokenizers
