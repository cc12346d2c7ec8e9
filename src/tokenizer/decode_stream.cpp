// SPDX-License-Identifier: Apache-2.0
#include <penstock/error.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "tokenizer/tokenizer_state.hpp"

// The reference's step_decode_stream, state for state: which ids it keeps decides what a decoder
// makes of the next one.

namespace penstock {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // the end of a cut character

}  // namespace

DecodeStream::DecodeStream(Tokenizer tokenizer, bool skip_special_tokens,
                           std::span<const std::uint32_t> ids)
    : tokenizer_(std::move(tokenizer)),
      skip_special_tokens_(skip_special_tokens),
      ids_(ids.begin(), ids.end()) {}

std::string DecodeStream::decode() const {
  return tokenizer_.state_->codec().decode(ids_, skip_special_tokens_);
}

std::optional<std::string> DecodeStream::step(std::uint32_t id) { return step({&id, 1}); }

std::optional<std::string> DecodeStream::step(std::span<const std::uint32_t> ids) {
  if (prefix_.empty() && !ids_.empty()) {
    std::string prefix = decode();
    if (!prefix.ends_with(kReplacement)) {
      prefix_ = std::move(prefix);
      prefix_index_ = ids_.size();
    }
  }
  ids_.insert(ids_.end(), ids.begin(), ids.end());
  const std::string text = decode();
  if (text.size() <= prefix_.size() || text.ends_with(kReplacement)) return std::nullopt;
  if (!text.starts_with(prefix_)) {
    throw Error(ErrorCode::invalid_argument,
                "Invalid prefix encountered while decoding stream. Token ID: " +
                    std::to_string(ids_.empty() ? 0 : ids_.back()) + ", Expected prefix: '" +
                    prefix_ + "', Actual string: '" + text +
                    "'; this decoder changes earlier text, so decode all ids at once");
  }
  std::string fresh = text.substr(prefix_.size());
  const std::size_t settled = prefix_index_;
  prefix_index_ = ids_.size() - settled;
  ids_.erase(ids_.begin(), ids_.begin() + static_cast<std::ptrdiff_t>(settled));
  prefix_ = decode();
  return fresh;
}

}  // namespace penstock
