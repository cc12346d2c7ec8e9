// SPDX-License-Identifier: Apache-2.0
#include "generation/text_stream.hpp"

#include <algorithm>
#include <optional>
#include <penstock/error.hpp>
#include <string_view>

#include "tokenizer/text_cleanup.hpp"

namespace penstock {
namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

// Clean-up takes away spaces in front of .,?! and of contractions (" n't", " 've"), and around a
// lone apostrophe. Nothing that it looks for goes on behind a character other than these.
std::size_t certain_length(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" n'vr");
  return last == std::string_view::npos ? 0 : last + 1;
}

}  // namespace

TextStream::TextStream(const Tokenizer& tokenizer, const Options& options,
                       std::span<const std::uint32_t> prompt)
    : tokenizer_(tokenizer),
      options_(options),
      ids_(prompt.begin(), prompt.end()),
      stream_(tokenizer, options.skip_special_tokens) {
  if (prompt.empty()) return;
  prompt_left_ = characters(
      tokenizer_.decode(prompt, options.skip_special_tokens, options.clean_up_tokenization_spaces));
  try {
    static_cast<void>(without_prompt(settle(stream_.step(prompt).value_or(""))));
  } catch (const Error&) {
    steady_ = false;
  }
}

std::string TextStream::put(std::uint32_t id) {
  ids_.push_back(id);
  if (!steady_) return {};
  try {
    const std::optional<std::string> text = stream_.step(id);
    return text ? without_prompt(settle(*text)) : std::string();
  } catch (const Error&) {
    steady_ = false;
    return {};
  }
}

std::string TextStream::end(std::span<const std::uint32_t> padding) {
  ids_.insert(ids_.end(), padding.begin(), padding.end());
  const std::string all =
      tokenizer_.decode(ids_, options_.skip_special_tokens, options_.clean_up_tokenization_spaces);
  const std::string rest = settled_ < all.size() ? all.substr(settled_) : std::string();
  settled_ = all.size();
  return without_prompt(rest);
}

// Cleaned text that no later id changes.
std::string TextStream::settle(std::string_view text) {
  pending_ += text;
  const std::size_t length =
      options_.clean_up_tokenization_spaces ? certain_length(pending_) : pending_.size();
  std::string certain = pending_.substr(0, length);
  pending_.erase(0, length);
  if (options_.clean_up_tokenization_spaces) clean_up_tokenization(certain);
  settled_ += certain.size();
  return certain;
}

std::string TextStream::without_prompt(std::string_view text) {
  std::size_t at = 0;
  while (prompt_left_ > 0 && at < text.size()) {
    ++at;
    while (at < text.size() && !begins_character(text[at])) ++at;
    --prompt_left_;
  }
  return std::string(text.substr(at));
}

}  // namespace penstock
