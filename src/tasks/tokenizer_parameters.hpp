// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <penstock/tokenizer.hpp>

#include "tasks/parameter_set.hpp"

namespace penstock {

// The arguments of transformers' tokenizer(...) that a task hands on. A member that nobody gave
// stays empty, so that a call's values lie over those of the construction key by key.
struct TokenizerParameters {
  std::optional<PaddingStrategy> padding;
  std::optional<TruncationStrategy> truncation;
  std::optional<std::size_t> max_length;
  std::optional<std::size_t> stride;
  std::optional<std::size_t> pad_to_multiple_of;
  std::optional<Side> padding_side;
  std::optional<bool> add_special_tokens;
  std::optional<bool> return_token_type_ids;
  std::optional<bool> return_attention_mask;

  // Reads every tokenizer argument among the parameters over the present values.
  // Throws Error{invalid_argument} with the reference's words for values it does not know.
  void apply(ParameterSet& parameters);
  // The same for `padding` alone, for tasks that set the rest themselves.
  void apply_padding(ParameterSet& parameters);

  // The strategies that transformers derives (_get_padding_truncation_strategies): max_length alone
  // turns truncation on.
  [[nodiscard]] EncodeOptions encode_options() const;
};

}  // namespace penstock
