// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "tokenizer/kernels/scan_plan.hpp"

namespace penstock {

class PreTokenizedString;

// Cuts the pieces of a text into smaller ones, which may be rewritten too. Immutable, called from
// many threads.
class PreTokenizer {
 public:
  virtual ~PreTokenizer() = default;
  virtual void pre_tokenize(PreTokenizedString& text) const = 0;
  // Of a sequence that ends by rewriting the pieces byte by byte: what comes before that.
  virtual void pre_tokenize_before_bytes(PreTokenizedString& /*text*/) const {}
  // What it does, for a kernel that does the same faster; absent where no kernel is known.
  [[nodiscard]] virtual std::optional<kernels::ScanPlan> scan_plan() const { return std::nullopt; }
};

}  // namespace penstock
