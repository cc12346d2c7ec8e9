// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace penstock {

class PostProcessor;

// What post-processing puts around the sequences, where it does nothing else but trim offsets: then
// an encoding can be written in one pass.
struct EncodingFrame {
  static constexpr std::uint32_t kSpecial = 0xFFFFFFFF;

  struct Part {
    std::uint32_t sequence = kSpecial;  // 0, 1 or kSpecial: the token `id`
    std::uint32_t type_id = 0;
    std::uint32_t id = 0;
    std::string_view text;  // lives as long as the post-processor
  };
  std::vector<Part> parts;  // each sequence once
  bool numbered = true;     // false: sequences were never declared, all is sequence 0, padding too
  bool trim_offsets = false;
  bool add_prefix_space = false;  // for trim_offsets
};

// The frame of a post-processor (null: none); absent where its work is more than a frame.
[[nodiscard]] std::optional<EncodingFrame> make_frame(const PostProcessor* processor, bool is_pair,
                                                      bool add_special_tokens);

// The sequences alone, one after the other, with their numbers as type ids.
[[nodiscard]] EncodingFrame bare_frame(bool is_pair);

}  // namespace penstock
