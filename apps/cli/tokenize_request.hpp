// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <penstock/json.hpp>
#include <penstock/tokenizer.hpp>

namespace penstock::cli {

// Appends the answer to one request of `penstock tokenize --jsonl` (docs/cli.md).
// `add_special_tokens`: what holds where the request does not say. Throws Error{invalid_argument}
// for a request that is none.
void answer_tokenize_request(const Tokenizer& tokenizer, const Json& request,
                             bool add_special_tokens, std::string& out);

}  // namespace penstock::cli
