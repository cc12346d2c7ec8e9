// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "tokenizer/engine.hpp"

namespace penstock::fuzz {

// A small tokenizer of each kind: WordPiece, byte-level BPE, Unigram behind Metaspace, BPE with
// byte fallback, WordLevel. `index` wraps around. `shortcuts`: with the fused kernels.
[[nodiscard]] const Engine& engine(std::size_t index, bool shortcuts);

}  // namespace penstock::fuzz
