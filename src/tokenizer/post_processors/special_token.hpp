// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "tokenizer/encoding_frame.hpp"
#include "tokenizer/engine_encoding.hpp"

namespace penstock {
class JsonView;
}

namespace penstock::post_processors {

// A token that a post-processor adds.
struct SpecialToken {
  std::string text;
  std::uint32_t id = 0;

  // Reads ["[SEP]", 102]. Throws Error{io}.
  [[nodiscard]] static SpecialToken from_json(const JsonView& pair);

  // Its place in a frame.
  [[nodiscard]] EncodingFrame::Part part(std::uint32_t type_id) const {
    return {EncodingFrame::kSpecial, type_id, id, text};
  }
};

// The type ids of the tokens between the special ones.
enum class TypeIds { keep, zero };

// One sequence between special tokens (`before` may be null): the special tokens get `type_id`, the
// others are marked as not special and attended to. The sequence's range is set, its overflows are
// left out.
[[nodiscard]] EngineEncoding surround(const EngineEncoding& sequence, std::size_t sequence_id,
                                      const SpecialToken* before, const SpecialToken& after,
                                      std::uint32_t type_id, TypeIds type_ids);

}  // namespace penstock::post_processors
