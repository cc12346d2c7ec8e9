// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizer/special_tokens.hpp"

namespace penstock {

// The special tokens of a folder whose slow files are converted: the slow class reads them, and
// the fast one takes them over from it.
[[nodiscard]] SpecialTokens read_converted_special_tokens(const PretrainedFiles& files);

}  // namespace penstock
