// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/kernel.hpp"

#include "tokenizer/kernels/byte_bpe_kernel.hpp"
#include "tokenizer/kernels/metaspace_kernel.hpp"
#include "tokenizer/kernels/word_kernel.hpp"
#include "tokenizer/models/bpe.hpp"
#include "tokenizer/models/unigram.hpp"
#include "tokenizer/models/word_piece.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::kernels {

std::unique_ptr<Kernel> make_kernel(const PreTokenizer* pre_tokenizer,
                                    const TokenizerModel& model) {
  const auto plan = pre_tokenizer != nullptr ? pre_tokenizer->scan_plan() : std::nullopt;
  if (!plan) return nullptr;
  if (const auto* bpe = dynamic_cast<const models::Bpe*>(&model)) {
    return make_byte_bpe_kernel(*plan, *bpe);
  }
  const auto* word_piece = dynamic_cast<const models::WordPiece*>(&model);
  if (plan->kind == ScanPlan::Kind::bert && word_piece != nullptr) {
    return make_word_kernel(*word_piece);
  }
  const auto* unigram = dynamic_cast<const models::Unigram*>(&model);
  if (plan->kind == ScanPlan::Kind::metaspace && unigram != nullptr) {
    return make_metaspace_kernel(*plan, *unigram);
  }
  return nullptr;
}

}  // namespace penstock::kernels
