// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace penstock {

class NormalizedString;

// What a normalizer does, where it is one of these alone: U+2581 for each space, in front of the
// text, or both.
enum class SpaceMarks { other, in_front, for_spaces, both };

// Rewrites a text while keeping its alignment with the original. Immutable, called from many
// threads.
class Normalizer {
 public:
  virtual ~Normalizer() = default;
  virtual void normalize(NormalizedString& text) const = 0;
  // Equal to `normalize`, by a shorter way where there is one.
  virtual void normalize_fast(NormalizedString& text) const { normalize(text); }
  // For kernels that do the same on their way.
  [[nodiscard]] virtual SpaceMarks space_marks() const { return SpaceMarks::other; }
};

}  // namespace penstock
