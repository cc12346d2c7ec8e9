// SPDX-License-Identifier: Apache-2.0
#include "generation/stop_strings.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string_view>
#include <utility>

namespace penstock {
namespace {

constexpr std::string_view kBase = "abcdef";  // tokens are decoded behind this text, as in Python

constexpr std::string_view kNoToken =
    "Stop string preprocessing was unable to identify tokens matching one or more of the supplied "
    "stop string(s). This is most often caused by the stop strings containing unusual characters "
    "that are not in the tokenizer vocabulary.";

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// Whether `string` can end inside `token`, which then may begin inside or before it.
bool can_end_in(std::string_view token, std::string_view string) {
  for (std::size_t end = 1; end <= token.size(); ++end) {
    const std::size_t overlap = std::min(end, string.size());
    if (token.substr(end - overlap, overlap) == string.substr(string.size() - overlap)) return true;
  }
  return false;
}

}  // namespace

TokenTexts::TokenTexts(const Tokenizer& tokenizer) {
  std::vector<std::string> tokens = tokenizer.encode(kBase, false).tokens();
  tokens.emplace_back();
  const std::size_t size = tokenizer.vocab_size();
  const std::size_t most = 2 * size + 1024;  // ids need not be consecutive
  std::size_t found = 0;
  for (std::uint32_t id = 0; found < size && id < most; ++id) {
    auto token = tokenizer.id_to_token(id);
    known_.push_back(token.has_value());
    texts_.emplace_back();
    if (!token) continue;
    ++found;
    tokens.back() = *std::move(token);
    const std::string text = tokenizer.convert_tokens_to_string(tokens);
    const std::size_t base = text.find(kBase);
    if (base == std::string::npos) {
      throw Error(
          ErrorCode::unsupported,
          "stop_strings need a tokenizer that decodes \"abcdef\" as it was; this one gives \"" +
              text + "\".");
    }
    texts_.back() = text.substr(base + kBase.size());
  }
}

const std::string* TokenTexts::find(std::int64_t id) const noexcept {
  if (id < 0 || static_cast<std::size_t>(id) >= texts_.size()) return nullptr;
  return known_[static_cast<std::size_t>(id)] ? &texts_[static_cast<std::size_t>(id)] : nullptr;
}

StopStrings::StopStrings(std::vector<std::string> strings, const TokenTexts& texts)
    : strings_(std::move(strings)), texts_(texts) {
  bool possible = false;
  for (const std::string& string : strings_) {
    window_ = std::max(window_, character_count(string));
    const auto fits = [&](const std::string& token) { return can_end_in(token, string); };
    possible = possible || std::any_of(texts.all().begin(), texts.all().end(), fits);
  }
  if (!possible) throw Error(ErrorCode::invalid_argument, std::string(kNoToken));
}

bool StopStrings::matches(std::span<const std::int64_t> ids) const {
  if (ids.empty()) return false;
  std::vector<const std::string*> tokens;  // the last first
  for (std::size_t i = ids.size(); i > 0 && tokens.size() < std::max<std::size_t>(window_, 1);
       --i) {
    const std::string* text = texts_.find(ids[i - 1]);
    if (text == nullptr) break;
    tokens.push_back(text);
  }
  std::string tail;
  for (std::size_t i = tokens.size(); i > 0; --i) tail += *tokens[i - 1];
  const std::size_t last = tokens.empty() ? 0 : tokens.front()->size();
  return std::any_of(strings_.begin(), strings_.end(), [&](const std::string& string) {
    if (string.empty()) return true;  // as in Python: an empty string is always complete
    // Its last character is one of the last token's.
    const std::size_t settled = tail.size() - last;
    const std::size_t from = settled + 1 > string.size() ? settled + 1 - string.size() : 0;
    return tail.find(string, from) != std::string::npos;
  });
}

}  // namespace penstock
