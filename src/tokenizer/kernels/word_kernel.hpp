// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/kernels/kernel.hpp"

namespace penstock::models {
class WordPiece;
}

namespace penstock::kernels {

// BertPreTokenizer and WordPiece.
[[nodiscard]] std::unique_ptr<Kernel> make_word_kernel(const models::WordPiece& model);

}  // namespace penstock::kernels
