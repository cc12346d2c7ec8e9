// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <penstock/tokenizer.hpp>
#include <span>
#include <string>
#include <vector>

namespace penstock {

// The text of every token as it stands inside a sentence, by id: what transformers'
// StopStringCriteria makes of a vocabulary. Takes some microseconds a token to make.
class TokenTexts {
 public:
  explicit TokenTexts(const Tokenizer& tokenizer);
  // Null: no such token.
  [[nodiscard]] const std::string* find(std::int64_t id) const noexcept;
  [[nodiscard]] std::span<const std::string> all() const noexcept { return texts_; }

 private:
  std::vector<std::string> texts_;
  std::vector<bool> known_;
};

// stop_strings: whether a row's last token completes one of them. A stop string may begin and end
// within tokens.
class StopStrings {
 public:
  // Throws Error{invalid_argument} in the reference's words when no token could end any of them.
  StopStrings(std::vector<std::string> strings, const TokenTexts& texts);

  [[nodiscard]] bool matches(std::span<const std::int64_t> ids) const;

 private:
  std::vector<std::string> strings_;
  std::size_t window_ = 0;  // tokens that a match may span: the characters of the longest string
  const TokenTexts& texts_;
};

}  // namespace penstock
