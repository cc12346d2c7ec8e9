// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizer/slow/slow_class.hpp"
#include "tokenizer/truncation.hpp"

namespace penstock::slow {

// truncate_sequences: removes `count` ids from the sequences (`pair` null: none) and answers
// overflowing_tokens, which begin `stride` ids earlier. Where a sequence is too short to be cut as
// wanted, nothing is removed: the reference only logs that.
[[nodiscard]] Ids truncate(Ids& ids, Ids* pair, std::size_t count, const TruncationParams& params);

}  // namespace penstock::slow
