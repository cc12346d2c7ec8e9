// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/word_cache.hpp"

#include "tokenizer/kernels/piece_cache.hpp"

namespace penstock::models {

std::uint64_t WordCache::next_owner() noexcept { return kernels::PieceCache::next_owner(); }

}  // namespace penstock::models
