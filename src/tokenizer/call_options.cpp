// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/call_options.hpp"

#include <penstock/error.hpp>

#include "core/refuse_argument.hpp"

namespace penstock {
namespace {

constexpr const char* kNoPadToken =
    "Asking to pad but the tokenizer does not have a padding token. Please select a token to use "
    "as "
    "`pad_token` `(tokenizer.pad_token = tokenizer.eos_token e.g.)` or add a new pad token via "
    "`tokenizer.add_special_tokens({'pad_token': '[PAD]'})`.";

void check_multiple(const CallSettings& settings, std::size_t pad_to_multiple_of) {
  if (!settings.truncation || !settings.padding || pad_to_multiple_of == 0) return;
  if (settings.truncation->max_length % pad_to_multiple_of == 0) return;
  refuse_argument("Truncation and padding are both activated but truncation length (" +
                  std::to_string(settings.truncation->max_length) +
                  ") is not a multiple of pad_to_multiple_of (" +
                  std::to_string(pad_to_multiple_of) + ").");
}

// The reference checks this with the special tokens of a single text, pairs or not; a maximum below
// their number wraps and passes.
void check_stride(const TruncationParams& params, std::size_t special_tokens) {
  const std::size_t room = params.max_length - special_tokens;
  if (room >= params.stride) return;
  refuse_argument("tokenizer stride set to " + std::to_string(params.stride) +
                  ", which is greater than or equal to its effective max length of " +
                  std::to_string(room) + " (= " + std::to_string(params.max_length) +
                  " original max length - " + std::to_string(special_tokens) +
                  " added special tokens), ");
}

}  // namespace

CallSettings resolve_options(const Tokenizer::State& state, const EncodeOptions& options) {
  const PretrainedSettings& own = state.settings;
  PaddingStrategy padding = options.padding;
  TruncationStrategy truncation = options.truncation;
  // A maximum alone asks for truncation.
  if (options.max_length && padding == PaddingStrategy::do_not_pad &&
      truncation == TruncationStrategy::do_not_truncate) {
    truncation = TruncationStrategy::longest_first;
  }
  const std::optional<std::size_t> max_length =
      options.max_length ? options.max_length : own.model_max_length;
  // Without any maximum transformers warns and does neither.
  if (!max_length) {
    truncation = TruncationStrategy::do_not_truncate;
    if (padding == PaddingStrategy::max_length) padding = PaddingStrategy::do_not_pad;
  }

  CallSettings settings;
  if (truncation != TruncationStrategy::do_not_truncate) {
    settings.truncation = TruncationParams{options.truncation_side.value_or(own.truncation_side),
                                           *max_length, truncation, options.stride};
  }
  if (padding != PaddingStrategy::do_not_pad) {
    const auto& pad_token = own.role(Tokenizer::Role::pad);
    const auto pad_id = pad_token ? state.id_of_special(*pad_token) : std::nullopt;
    if (!pad_id) refuse_argument(kNoPadToken);
    PaddingParams params;
    if (padding == PaddingStrategy::max_length) params.fixed = max_length;
    params.direction = options.padding_side.value_or(own.padding_side);
    params.pad_to_multiple_of = options.pad_to_multiple_of;
    params.pad_id = *pad_id;
    params.pad_type_id = own.pad_token_type_id;
    params.pad_token = *pad_token;
    settings.padding = params;
  }
  check_multiple(settings, options.pad_to_multiple_of);
  if (settings.truncation && !state.slow) {
    check_stride(*settings.truncation, state.codec().special_token_count(false));
  }
  return settings;
}

}  // namespace penstock
