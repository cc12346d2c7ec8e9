// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/char_map.hpp"

#include "core/utf8.hpp"

namespace penstock {
namespace {
// Memory above this many bytes of text is given back.
constexpr std::size_t kKeep = std::size_t{1} << 20;
}  // namespace

void CharMap::reset(std::string_view text) {
  size_ = text.size();
  char_count_ = static_cast<std::uint32_t>(text.size());
  identity_ = utf8::is_ascii(text);
  if (chars_.size() > kKeep) chars_ = {};
  if (identity_) return;
  if (chars_.size() < text.size()) chars_.resize(text.size());
  std::uint32_t next = 0;  // characters that start before the byte, or at it
  for (std::size_t i = 0; i < text.size(); ++i) {
    next += utf8::is_continuation(text[i]) ? 0U : 1U;
    chars_[i] = next - 1;
  }
  char_count_ = next;
}

}  // namespace penstock
