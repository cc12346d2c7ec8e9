// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "tokenizer/kernels/kernel.hpp"

namespace penstock::models {
class Bpe;
}

namespace penstock::kernels {

// What stands between a text and a BPE in Llama's layout, where the text is one piece.
struct MarkRules {
  // U+2581 in front: never; always, even before another one (Prepend); unless the text begins with
  // one (Metaspace), at its very start or everywhere.
  enum class Prefix : std::uint8_t { never, always, at_start, unless_marked };

  bool spaces = false;  // a space counts as U+2581
  Prefix prefix = Prefix::never;
};

// BPE over a whole text, cut where no merge can join; the parts are remembered. Null for a model
// that tells no cuts.
[[nodiscard]] std::unique_ptr<Kernel> make_marked_bpe_kernel(MarkRules rules,
                                                             const models::Bpe& model);

}  // namespace penstock::kernels
