// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/slow_truncation.hpp"

#include <algorithm>

namespace penstock::slow {
namespace {

Ids::iterator at(Ids& ids, std::size_t index) {
  return ids.begin() + static_cast<std::ptrdiff_t>(index);
}

// At most all of them.
void remove(Ids& ids, std::size_t count, Side side) {
  count = std::min(count, ids.size());
  if (side == Side::left) {
    ids.erase(ids.begin(), at(ids, count));
  } else {
    ids.erase(at(ids, ids.size() - count), ids.end());
  }
}

Ids cut_one(Ids& ids, std::size_t count, const TruncationParams& params) {
  if (ids.size() <= count) return {};
  const std::size_t window = std::min(ids.size(), params.stride + count);
  const bool left = params.direction == Side::left;
  const Ids overflow =
      left ? Ids(ids.begin(), at(ids, window)) : Ids(at(ids, ids.size() - window), ids.end());
  remove(ids, count, params.direction);
  return overflow;
}

// The longer sequence gives the difference first, then both give half.
void cut_both(Ids& ids, Ids& pair, std::size_t count, Side side) {
  const bool first_is_longer = ids.size() > pair.size();
  const std::size_t difference =
      first_is_longer ? ids.size() - pair.size() : pair.size() - ids.size();
  const std::size_t longer_first = std::min(difference, count);
  const std::size_t rest = count - longer_first;
  const std::size_t half = rest / 2;
  remove(ids, first_is_longer ? longer_first + half : half, side);
  remove(pair, first_is_longer ? rest - half : longer_first + rest - half, side);
}

}  // namespace

Ids truncate(Ids& ids, Ids* pair, std::size_t count, const TruncationParams& params) {
  if (params.strategy == TruncationStrategy::only_second) {
    return pair == nullptr ? Ids() : cut_one(*pair, count, params);
  }
  if (params.strategy == TruncationStrategy::longest_first && pair != nullptr) {
    cut_both(ids, *pair, count, params.direction);
    return {};
  }
  return cut_one(ids, count, params);
}

}  // namespace penstock::slow
