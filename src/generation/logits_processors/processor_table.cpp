// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/processor_table.hpp"

#include <array>

#include "generation/logits_processors/classifier_free_guidance.hpp"
#include "generation/logits_processors/cutoff.hpp"
#include "generation/logits_processors/exponential_decay_length_penalty.hpp"
#include "generation/logits_processors/forced_tokens.hpp"
#include "generation/logits_processors/inf_nan_remove.hpp"
#include "generation/logits_processors/logit_normalization.hpp"
#include "generation/logits_processors/min_length.hpp"
#include "generation/logits_processors/min_p.hpp"
#include "generation/logits_processors/no_repeat_ngram.hpp"
#include "generation/logits_processors/prefix_constrained.hpp"
#include "generation/logits_processors/repetition_penalty.hpp"
#include "generation/logits_processors/sequence_bias.hpp"
#include "generation/logits_processors/suppress_tokens.hpp"
#include "generation/logits_processors/temperature.hpp"
#include "generation/logits_processors/top_k.hpp"
#include "generation/logits_processors/top_p.hpp"
#include "generation/logits_processors/typical_p.hpp"
#include "generation/logits_processors/watermark.hpp"

namespace penstock {
namespace {

constexpr std::array kProcessors = {
    ProcessorEntry{"guidance_scale", make_classifier_free_guidance},
    ProcessorEntry{"sequence_bias", make_sequence_bias},
    ProcessorEntry{"encoder_repetition_penalty", make_encoder_repetition_penalty},
    ProcessorEntry{"repetition_penalty", make_repetition_penalty},
    ProcessorEntry{"no_repeat_ngram_size", make_no_repeat_ngram},
    ProcessorEntry{"encoder_no_repeat_ngram_size", make_encoder_no_repeat_ngram},
    ProcessorEntry{"bad_words_ids", make_no_bad_words},
    ProcessorEntry{"min_length", make_min_length},
    ProcessorEntry{"min_new_tokens", make_min_new_tokens},
    ProcessorEntry{"prefix_allowed_tokens_fn", make_prefix_constrained},
    ProcessorEntry{"forced_bos_token_id", make_forced_bos_token},
    ProcessorEntry{"forced_eos_token_id", make_forced_eos_token},
    ProcessorEntry{"remove_invalid_values", make_inf_nan_remove},
    ProcessorEntry{"exponential_decay_length_penalty", make_exponential_decay_length_penalty},
    ProcessorEntry{"suppress_tokens", make_suppress_tokens},
    ProcessorEntry{"begin_suppress_tokens", make_suppress_tokens_at_begin},
};

constexpr std::array kWarpers = {
    ProcessorEntry{"temperature", make_temperature},
    ProcessorEntry{"top_k", make_top_k},
    ProcessorEntry{"top_p", make_top_p},
    ProcessorEntry{"min_p", make_min_p},
    ProcessorEntry{"typical_p", make_typical_p},
    ProcessorEntry{"epsilon_cutoff", make_epsilon_cutoff},
    ProcessorEntry{"eta_cutoff", make_eta_cutoff},
    ProcessorEntry{"watermarking_config", make_watermark},
    ProcessorEntry{"renormalize_logits", make_logit_normalization},
};

}  // namespace

std::span<const ProcessorEntry> processor_table() { return kProcessors; }
std::span<const ProcessorEntry> warper_table() { return kWarpers; }

LogitsProcessorList::LogitsProcessorList(const ProcessorContext& context) {
  const auto add = [&](std::span<const ProcessorEntry> table) {
    for (const ProcessorEntry& entry : table) {
      if (auto processor = entry.make(context)) processors_.push_back(std::move(processor));
    }
  };
  add(kProcessors);
  const auto& own = context.hooks->logits_processors;
  processors_.insert(processors_.end(), own.begin(), own.end());
  add(kWarpers);
}

void LogitsProcessorList::apply(const TokenRows& ids, const ScoreRows& scores) const {
  for (const auto& processor : processors_) processor->apply(ids, scores);
}

}  // namespace penstock
