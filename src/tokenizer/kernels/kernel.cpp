// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/kernel.hpp"

#include "tokenizer/kernels/byte_bpe_kernel.hpp"
#include "tokenizer/kernels/marked_bpe_kernel.hpp"
#include "tokenizer/kernels/metaspace_kernel.hpp"
#include "tokenizer/kernels/word_kernel.hpp"
#include "tokenizer/models/bpe.hpp"
#include "tokenizer/models/unigram.hpp"
#include "tokenizer/models/word_piece.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::kernels {
namespace {

// Behind a Metaspace that does not split.
std::unique_ptr<Kernel> behind_marks(ScanPlan::Prefix prefix, const models::Bpe& bpe) {
  MarkRules rules{.spaces = true};
  if (prefix == ScanPlan::Prefix::first) rules.prefix = MarkRules::Prefix::at_start;
  if (prefix == ScanPlan::Prefix::always) rules.prefix = MarkRules::Prefix::unless_marked;
  return make_marked_bpe_kernel(rules, bpe);
}

}  // namespace

std::unique_ptr<Kernel> make_kernel(const PreTokenizer* pre_tokenizer,
                                    const TokenizerModel& model) {
  const auto plan = pre_tokenizer != nullptr ? pre_tokenizer->scan_plan() : std::nullopt;
  const auto* bpe = dynamic_cast<const models::Bpe*>(&model);
  if (bpe != nullptr && pre_tokenizer == nullptr) return make_marked_bpe_kernel({}, *bpe);
  if (!plan) return nullptr;
  if (bpe != nullptr) {
    if (plan->kind == ScanPlan::Kind::marks) return behind_marks(plan->prefix, *bpe);
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

std::unique_ptr<Kernel> make_whole_kernel(const Normalizer* normalizer,
                                          const PreTokenizer* pre_tokenizer,
                                          const TokenizerModel& model) {
  const SpaceMarks marks = normalizer != nullptr ? normalizer->space_marks() : SpaceMarks::other;
  if (marks != SpaceMarks::for_spaces && marks != SpaceMarks::both) return nullptr;
  const auto* bpe = dynamic_cast<const models::Bpe*>(&model);
  if (bpe == nullptr) return nullptr;
  if (pre_tokenizer != nullptr) {
    const auto plan = pre_tokenizer->scan_plan();
    if (!plan || plan->kind != ScanPlan::Kind::spaces) return nullptr;
  }
  MarkRules rules{.spaces = true};
  if (marks == SpaceMarks::both) rules.prefix = MarkRules::Prefix::always;
  return make_marked_bpe_kernel(rules, *bpe);
}

}  // namespace penstock::kernels
