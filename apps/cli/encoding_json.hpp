// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <penstock/tokenizer.hpp>

namespace penstock::cli {

// Appends {"ids", "type_ids", "tokens", "offsets", "attention_mask", "special_tokens_mask",
// "overflowing"}; the windows in "overflowing" are the same objects without a list of their own.
void write_json(std::string& out, const Encoding& encoding);

}  // namespace penstock::cli
