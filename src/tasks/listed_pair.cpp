// SPDX-License-Identifier: Apache-2.0
#include "tasks/listed_pair.hpp"

#include <cstdint>

namespace penstock {

Encoding encode_listed_pair(const Tokenizer& tokenizer, const TextInput& pair,
                            const EncodeOptions& options) {
  if (!pair.text_pair || !pair.text_pair->empty()) return tokenizer.encode(pair, options);
  const BatchEncoding batch = tokenizer.encode_batch({&pair, 1}, options);
  Encoding encoding;
  for (const std::int64_t id : batch.input_ids.values<std::int64_t>()) {
    encoding.ids.push_back(static_cast<std::uint32_t>(id));
  }
  for (const std::int64_t type : batch.token_type_ids.values<std::int64_t>()) {
    encoding.type_ids.push_back(static_cast<std::uint32_t>(type));
  }
  encoding.attention_mask.assign(encoding.ids.size(), 1);
  return encoding;
}

}  // namespace penstock
