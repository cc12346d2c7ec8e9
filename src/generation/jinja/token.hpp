// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generation/jinja/fault.hpp"

// The pieces of a template's source.

namespace penstock::jinja {

enum class TokenType : std::uint8_t {
  data,
  variable_begin,
  variable_end,
  block_begin,
  block_end,
  name,
  string,
  integer,
  floating,
  // Operators, by Jinja's names.
  add,
  assign,
  colon,
  comma,
  div,
  dot,
  eq,
  floordiv,
  gt,
  gteq,
  lbrace,
  lbracket,
  lparen,
  lt,
  lteq,
  mod,
  mul,
  ne,
  pipe,
  pow,
  rbrace,
  rbracket,
  rparen,
  semicolon,
  sub,
  tilde,
  eof,
};

struct Token {
  TokenType type = TokenType::eof;
  std::string text;  // data, the name, the decoded string, or the digits without underscores
  Position at;
  bool failed = false;  // an eof in place of what could not be read; `text` says why
};

// As Jinja's messages name a token: its name, its operator, "end of print statement".
[[nodiscard]] std::string describe(const Token& token);
[[nodiscard]] std::string_view describe(TokenType type) noexcept;

// A template that cannot be read: what Jinja says, and where.
class SyntaxFault : public std::exception {
 public:
  SyntaxFault(std::string message, Position at) : message_(std::move(message)), at_(at) {}
  [[nodiscard]] const std::string& message() const noexcept { return message_; }
  [[nodiscard]] Position at() const noexcept { return at_; }
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
  Position at_;
};

// Splits valid UTF-8 with trim_blocks and lstrip_blocks on and the last newline dropped, as
// transformers sets up Jinja. The last token is eof; a source that cannot be read to its end gives
// a failed one, since Jinja says so only when its parser arrives there.
[[nodiscard]] std::vector<Token> tokenize(std::string_view source);

}  // namespace penstock::jinja
