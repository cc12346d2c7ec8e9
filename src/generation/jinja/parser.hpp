// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generation/jinja/statements.hpp"
#include "generation/jinja/token.hpp"

// Recursive descent over the tokens, with the grammar and the messages of jinja2.parser.

namespace penstock::jinja {

// The tokens, one at a time.
class TokenStream {
 public:
  explicit TokenStream(std::vector<Token> tokens) : tokens_(std::move(tokens)) {
    check(tokens_[0]);
  }

  [[nodiscard]] const Token& current() const noexcept { return tokens_[at_]; }
  [[nodiscard]] const Token& look() const {
    return check(tokens_[at_ + 1 < tokens_.size() ? at_ + 1 : at_]);
  }
  const Token& next() {
    const Token& token = tokens_[at_];
    if (token.type != TokenType::eof) check(tokens_[++at_]);
    return token;
  }
  [[nodiscard]] bool is(TokenType type) const noexcept { return current().type == type; }
  [[nodiscard]] bool is_name(std::string_view name) const noexcept {
    return is(TokenType::name) && current().text == name;
  }
  bool skip_if(TokenType type);
  bool skip_if_name(std::string_view name);
  const Token& expect(TokenType type);
  const Token& expect_name(std::string_view name);

 private:
  // Throws what the lexer found, once the parser is there.
  static const Token& check(const Token& token);
  [[noreturn]] void unexpected(std::string_view wanted) const;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

[[noreturn]] void fail_at(const std::string& message, Position at);

class ExpressionParser {
 public:
  ExpressionParser(TokenStream& stream, Tree& tree) : stream_(stream), tree_(tree) {}

  Expression* expression(bool conditional = true);
  // One expression, or several between commas as a tuple. `stop` is a name that ends it.
  Expression* tuple(bool conditional = true, std::string_view stop = {},
                    bool parenthesized = false);
  // A name, a tuple of names, or with `members` also `ns.attr`.
  Expression* target(std::string_view stop, bool members);
  Name* name_target(NameContext context);
  Filter* filter(Expression* operand, bool inline_start);

  template <class T, class... Args>
  T* make(Position at, Args&&... args) {
    auto node = std::make_unique<T>(std::forward<Args>(args)...);
    node->at = at;
    T* raw = node.get();
    tree_.nodes.push_back(std::move(node));
    if constexpr (std::is_base_of_v<Expression, T>) measure(*raw);
    return raw;
  }

 private:
  class Nesting;
  static void measure(Expression& node);
  Expression* conditional();
  Expression* or_();
  Expression* and_();
  Expression* not_();
  Expression* comparison();
  Expression* sum();
  Expression* concatenation();
  Expression* product();
  Expression* power();
  Expression* unary(bool filters);
  Expression* primary(bool members);
  Expression* named(bool members);
  Expression* literal();
  Expression* number();
  Expression* list();
  Expression* dict();
  Expression* postfix(Expression* node);
  Expression* filters_and_tests(Expression* node);
  Expression* subscript(Expression* node);
  Expression* bracket(Expression* node, Position at);
  Expression* test(Expression* node);
  CallArguments test_arguments();
  CallArguments arguments();
  Expression* call(Expression* node);
  std::string dotted_name();
  bool tuple_end(std::string_view stop) const;
  bool comparison_operator(Comparison& out);
  // Comma-separated items of a tuple; true if there was a comma.
  template <class Item>
  bool items(std::string_view stop, std::vector<Expression*>& out, Item item);

  TokenStream& stream_;
  Tree& tree_;
  int depth_ = 0;
};

}  // namespace penstock::jinja
