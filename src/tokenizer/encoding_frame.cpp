// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/encoding_frame.hpp"

#include <array>

#include "tokenizer/post_processor.hpp"

namespace penstock {
namespace {

// A sequence that comes twice, or not at all, leaves marks in the other arrays.
bool has_each_once(const EncodingFrame& frame, bool is_pair) {
  std::array<int, 2> count{};
  for (const EncodingFrame::Part& part : frame.parts) {
    if (part.sequence != EncodingFrame::kSpecial) ++count.at(part.sequence);
  }
  return count[0] == 1 && count[1] == (is_pair ? 1 : 0);
}

}  // namespace

EncodingFrame bare_frame(bool is_pair) {
  EncodingFrame frame;
  frame.parts.push_back({0, 0, 0, {}});
  if (is_pair) frame.parts.push_back({1, 1, 0, {}});
  return frame;
}

std::optional<EncodingFrame> make_frame(const PostProcessor* processor, bool is_pair,
                                        bool add_special_tokens) {
  if (processor == nullptr) {
    EncodingFrame frame = bare_frame(is_pair);
    frame.numbered = is_pair;
    return frame;
  }
  auto frame = processor->frame(is_pair, add_special_tokens);
  if (frame && !has_each_once(*frame, is_pair)) frame.reset();
  return frame;
}

}  // namespace penstock
