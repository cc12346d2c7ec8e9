// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace penstock {

// Turns token texts into text. Immutable, called from many threads.
class Decoder {
 public:
  virtual ~Decoder() = default;
  // Rewrites the list (the reference's decode_chain); the answer is the list joined with "".
  // Throws Error{invalid_argument} where the reference panics.
  virtual void decode_chain(std::vector<std::string>& tokens) const = 0;
};

}  // namespace penstock
