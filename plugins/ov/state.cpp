// SPDX-License-Identifier: Apache-2.0
#include "ov/state.hpp"

#include <string>

#include "sdk/failure.hpp"

namespace penstock::ov {

State::State(RequestPool& pool, bool can_reorder)
    : pool_(pool), can_reorder_(can_reorder), request_(pool.make_own()) {}

// The C API cannot clear variables; a new request starts with empty ones and costs microseconds.
void State::reset() {
  request_ = pool_.make_own();
  rows_.clear();
}

void State::reorder(std::span<const std::int32_t> rows) {
  if (!can_reorder_)
    throw sdk::Failure(PENSTOCK_UNSUPPORTED,
                       "the graph has no input beam_idx, so the rows of its state stay in order");
  if (rows_.empty()) {
    rows_.assign(rows.begin(), rows.end());
    return;
  }
  std::vector<std::int32_t> both;
  for (const std::int32_t row : rows) {
    if (row < 0 || static_cast<std::size_t>(row) >= rows_.size())
      throw sdk::Failure(PENSTOCK_INVALID_ARGUMENT, "row " + std::to_string(row) +
                                                        " is not one of the state's " +
                                                        std::to_string(rows_.size()) + " rows");
    both.push_back(rows_[static_cast<std::size_t>(row)]);
  }
  rows_ = std::move(both);
}

const std::vector<std::int32_t>& State::take_rows(std::span<const std::int32_t> given) {
  fed_.clear();
  if (rows_.empty()) return fed_;
  for (const std::int32_t row : given) {
    if (row < 0 || static_cast<std::size_t>(row) >= rows_.size())
      throw sdk::Failure(PENSTOCK_INVALID_ARGUMENT, "beam_idx holds " + std::to_string(row) +
                                                        ", the state was reordered to " +
                                                        std::to_string(rows_.size()) + " rows");
    fed_.push_back(rows_[static_cast<std::size_t>(row)]);
  }
  return fed_;
}

}  // namespace penstock::ov
