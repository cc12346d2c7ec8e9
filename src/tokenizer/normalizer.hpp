// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace penstock {

class NormalizedString;

// Rewrites a text while keeping its alignment with the original. Immutable, called from many
// threads.
class Normalizer {
 public:
  virtual ~Normalizer() = default;
  virtual void normalize(NormalizedString& text) const = 0;
  // Equal to `normalize`, by a shorter way where there is one.
  virtual void normalize_fast(NormalizedString& text) const { normalize(text); }
};

}  // namespace penstock
