// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace penstock {

class PreTokenizedString;

// Cuts the pieces of a text into smaller ones, which may be rewritten too. Immutable, called from
// many threads.
class PreTokenizer {
 public:
  virtual ~PreTokenizer() = default;
  virtual void pre_tokenize(PreTokenizedString& text) const = 0;
};

}  // namespace penstock
