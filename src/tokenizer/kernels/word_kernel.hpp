// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/kernels/kernel.hpp"

namespace penstock::kernels {

// BertPreTokenizer and any model that gives the same tokens for the same piece.
[[nodiscard]] std::unique_ptr<Kernel> make_word_kernel(const TokenizerModel& model);

}  // namespace penstock::kernels
