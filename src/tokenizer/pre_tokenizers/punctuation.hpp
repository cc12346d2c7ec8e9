// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PreTokenizer;
}  // namespace penstock

namespace penstock::pre_tokenizers {

// Punctuation: behavior (default Isolated).
[[nodiscard]] std::unique_ptr<PreTokenizer> make_punctuation(const JsonView& json);

}  // namespace penstock::pre_tokenizers
