// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PreTokenizer;
}  // namespace penstock

namespace penstock::pre_tokenizers {

// Digits: individual_digits.
[[nodiscard]] std::unique_ptr<PreTokenizer> make_digits(const JsonView& json);

}  // namespace penstock::pre_tokenizers
