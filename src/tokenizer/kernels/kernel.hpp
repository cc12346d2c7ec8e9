// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "tokenizer/kernels/token_buffer.hpp"

namespace penstock {
class NormalizedString;
class Normalizer;
class PreTokenizer;
class TextArena;
class TokenizerModel;
}  // namespace penstock

namespace penstock::kernels {

// Pre-tokenizer and model in one pass, for the combinations that are recognised. Equal to the
// interpreter on every text. Immutable, called from many threads.
class Kernel {
 public:
  virtual ~Kernel() = default;
  // Appends the tokens of a normalized piece of text; its words are counted from `word`. Answers
  // the number of words. `arena` keeps the texts of verbatim tokens.
  virtual std::uint32_t tokenize(const NormalizedString& piece, std::uint32_t word,
                                 TextArena& arena, TokenBuffer& out) const = 0;
};

// Null when pre-tokenizer and model are not a combination that a kernel knows. Both must outlive
// the kernel.
[[nodiscard]] std::unique_ptr<Kernel> make_kernel(const PreTokenizer* pre_tokenizer,
                                                  const TokenizerModel& model);
// The same for a kernel that does the normalizer's work too: it is given the original text.
[[nodiscard]] std::unique_ptr<Kernel> make_whole_kernel(const Normalizer* normalizer,
                                                        const PreTokenizer* pre_tokenizer,
                                                        const TokenizerModel& model);

}  // namespace penstock::kernels
