// SPDX-License-Identifier: Apache-2.0
#include "generation/beam_placement.hpp"

#include <numeric>

namespace penstock {

BeamPlacement::BeamPlacement(std::size_t inputs, std::size_t beams)
    : beams_(beams), rows_(inputs * beams), moves_(inputs * beams), taken_(beams) {
  std::iota(rows_.begin(), rows_.end(), std::size_t{0});
}

std::span<const std::int32_t> BeamPlacement::expand() {
  std::iota(rows_.begin(), rows_.end(), std::size_t{0});
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    moves_[row] = static_cast<std::int32_t>(row / beams_);
  }
  return moves_;
}

std::span<const std::int32_t> BeamPlacement::move(std::span<const std::size_t> parents) {
  for (std::size_t first = 0; first < rows_.size(); first += beams_) {
    move_input(first, parents.subspan(first, beams_));
  }
  return moves_;
}

void BeamPlacement::move_input(std::size_t first, std::span<const std::size_t> parents) {
  constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
  old_rows_.clear();
  for (const std::size_t parent : parents) old_rows_.push_back(rows_[parent]);
  taken_.assign(beams_, false);
  for (std::size_t i = 0; i < beams_; ++i) {
    const bool stays = !taken_[old_rows_[i] - first];
    taken_[old_rows_[i] - first] = true;
    rows_[first + i] = stays ? old_rows_[i] : kNowhere;
  }
  std::size_t free = 0;
  for (std::size_t i = 0; i < beams_; ++i) {
    std::size_t& row = rows_[first + i];
    if (row == kNowhere) {
      while (taken_[free]) ++free;
      taken_[free] = true;
      row = first + free;
    }
    moves_[row] = static_cast<std::int32_t>(old_rows_[i]);
  }
}

}  // namespace penstock
