// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace penstock {

// Which row of the decoder's state each beam lives in. Beams change their ranks at every step; rows
// of keys and values are long. So a beam's first child stays in its row, and only further children
// are copied, into rows that nobody continued.
class BeamPlacement {
 public:
  BeamPlacement(std::size_t inputs, std::size_t beams);

  // Beams are counted over all inputs: input * beams + rank.
  [[nodiscard]] std::size_t row(std::size_t beam) const noexcept { return rows_[beam]; }

  // Beam i becomes a child of what was beam parents[i], of the same input. Returns DecoderState's
  // reorder(), valid until the next call: row i becomes what row [i] was.
  [[nodiscard]] std::span<const std::int32_t> move(std::span<const std::size_t> parents);
  // The same while the state has one row for each input: it gets one for each beam.
  [[nodiscard]] std::span<const std::int32_t> expand();

 private:
  void move_input(std::size_t first, std::span<const std::size_t> parents);

  std::size_t beams_;
  std::vector<std::size_t> rows_;
  std::vector<std::int32_t> moves_;
  std::vector<std::size_t> old_rows_;  // of the parents of one input's beams
  std::vector<bool> taken_;            // rows of one input
};

}  // namespace penstock
