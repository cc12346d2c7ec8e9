// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <penstock/tensor.hpp>
#include <penstock/tokenizer.hpp>
#include <span>

#include "tasks/tokenizer_parameters.hpp"

namespace penstock {

// How encodings of different lengths become the rows of one batch, as the reference's
// pad_collate_fn does it: ids with the padding token, masks and types with 0, on the tokenizer's
// padding side.
struct CollateRules {
  std::int64_t pad_token_id = 0;
  Side padding_side = Side::right;
  bool token_type_ids = true;
  bool attention_mask = true;
};

// What `tokenizer` does by itself (its model_input_names), changed by what the caller asked for.
[[nodiscard]] CollateRules collate_rules(const Tokenizer& tokenizer,
                                         const TokenizerParameters& parameters);

// input_ids, attention_mask and token_type_ids, int64 [rows, longest], as the rules say.
[[nodiscard]] NamedTensors collate(std::span<const Encoding* const> rows,
                                   const CollateRules& rules);

}  // namespace penstock
