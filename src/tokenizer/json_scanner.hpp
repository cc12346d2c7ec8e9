// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tokenizer/json_view.hpp"
#include "tokenizer/models/byte_hash.hpp"
#include "tokenizer/text_arena.hpp"

namespace penstock {

// Reads JSON from left to right, for lists too long for a tree. It takes less than JSON allows and
// nothing more; what it does not take, simdjson must judge. After a refusal it stays where it is,
// and everything is refused.
class JsonScanner {
 public:
  // `text` is valid UTF-8, and PaddedText::kPadding bytes behind it may be read.
  explicit JsonScanner(std::string_view text) : JsonScanner(text, 0) {}
  JsonScanner(std::string_view text, std::size_t from)
      : at_(text.data() + from), end_(text.data() + text.size()) {}

  [[nodiscard]] bool failed() const noexcept { return failed_; }
  // Makes everything that follows a refusal.
  bool fail() noexcept {
    failed_ = true;
    return false;
  }
  [[nodiscard]] const char* place() const noexcept { return at_; }
  void go_to(const char* place) noexcept { at_ = place; }
  // Bytes of the text that have not been read.
  [[nodiscard]] std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - at_); }

  // The first character of the next value or mark, '\0' at the end.
  [[nodiscard]] char peek() noexcept {
    skip_space();
    return failed_ || at_ == end_ ? '\0' : *at_;
  }
  // Whether the next mark is `mark`; then it is behind us.
  bool skip(char mark) noexcept {
    if (peek() != mark) return false;
    ++at_;
    return true;
  }
  // The same, where nothing else may come.
  bool take(char mark) noexcept { return skip(mark) || fail(); }
  // Between the members of a list: true when another follows, false behind its end.
  bool next_member(char closing) noexcept {
    if (skip(',')) return true;
    take(closing);
    return false;
  }
  // At the end of the text.
  [[nodiscard]] bool finished() noexcept { return peek() == '\0' && at_ == end_ && !failed_; }

  // What lies between two values, to be passed over at once where it comes again: files repeat
  // their marks and their indentation.
  [[nodiscard]] std::string_view since(const char* place) const noexcept {
    return {place, static_cast<std::size_t>(at_ - place)};
  }
  // Whether `gap`, which is not empty, comes next; then it is behind us.
  bool skip_again(std::string_view gap) noexcept {
    if (gap.empty() || left() < gap.size() || failed_) return false;
    if (!models::equal_bytes(at_, gap.data(), gap.size())) return false;
    at_ += gap.size();
    return true;
  }

  // A string: in the text, or in `escapes` where it has some.
  bool string(TextArena& escapes, std::string_view& out);
  // A whole number.
  bool number(std::uint32_t& out) noexcept;
  bool number(JsonNumbers numbers, double& out) noexcept;
  // Any value, whose inside is not looked at closely.
  bool skip_value() noexcept;

 private:
  void skip_space() noexcept {
    if (static_cast<std::uint8_t>(*at_) <= ' ') skip_long_space();
  }
  void skip_long_space() noexcept;
  bool string_with_escapes(const char* from, TextArena& escapes, std::string_view& out);
  bool skip_string() noexcept;

  const char* at_;
  const char* end_;
  bool failed_ = false;
};

}  // namespace penstock
