// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/post_processors/special_token.hpp"

#include "tokenizer/json_view.hpp"

namespace penstock::post_processors {
namespace {

void push_special(EngineEncoding& encoding, const SpecialToken& token, std::uint32_t type_id) {
  encoding.push(token.id, type_id, token.text, Offsets{}, kNone, true, true);
}

}  // namespace

SpecialToken SpecialToken::from_json(const JsonView& pair) {
  const simdjson::dom::array parts = pair.as_array();
  if (parts.size() != 2) pair.fail("a token and its id, as in [\"[SEP]\", 102]");
  return {std::string(JsonView(parts.at(0), pair.name()).as_string()),
          JsonView(parts.at(1), pair.name()).as_u32()};
}

EngineEncoding surround(const EngineEncoding& sequence, std::size_t sequence_id,
                        const SpecialToken* before, const SpecialToken& after,
                        std::uint32_t type_id, TypeIds type_ids) {
  EngineEncoding all;
  all.reserve(sequence.size() + 2);
  if (before != nullptr) push_special(all, *before, type_id);
  const std::size_t begin = all.size();
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    all.push(sequence.ids[i], type_ids == TypeIds::keep ? sequence.type_ids[i] : 0,
             sequence.tokens[i], sequence.offsets[i], sequence.words[i], false, true);
  }
  all.sequence_ranges.set(sequence_id, {begin, all.size()});
  push_special(all, after, type_id);
  return all;
}

}  // namespace penstock::post_processors
