// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "generation/jinja/parser.hpp"
#include "generation/jinja/text.hpp"

// What may follow a value: attributes, items, calls, filters and tests.

namespace penstock::jinja {

Expression* ExpressionParser::postfix(Expression* node) {
  for (;;) {
    if (stream_.is(TokenType::dot) || stream_.is(TokenType::lbracket)) {
      node = subscript(node);
    } else if (stream_.is(TokenType::lparen)) {
      node = call(node);
    } else {
      return node;
    }
  }
}

Expression* ExpressionParser::filters_and_tests(Expression* node) {
  for (;;) {
    if (stream_.is(TokenType::pipe)) {
      node = filter(node, false);
    } else if (stream_.is_name("is")) {
      node = test(node);
    } else if (stream_.is(TokenType::lparen)) {
      node = call(node);
    } else {
      return node;
    }
  }
}

Expression* ExpressionParser::subscript(Expression* node) {
  const Position at = stream_.current().at;
  if (stream_.next().type == TokenType::lbracket) return bracket(node, at);
  const Token& token = stream_.current();
  if (token.type == TokenType::integer) {
    Expression* key = number();
    return make<Getitem>(at, node, key);
  }
  stream_.next();
  if (token.type != TokenType::name) fail_at("expected name or number", token.at);
  return make<Getattr>(at, node, tree_.text(token.text));
}

Expression* ExpressionParser::bracket(Expression* node, Position at) {
  std::vector<Expression*> keys;
  const auto ends = [this] {
    return stream_.is(TokenType::rbracket) || stream_.is(TokenType::comma);
  };
  while (!stream_.is(TokenType::rbracket)) {
    if (!keys.empty()) stream_.expect(TokenType::comma);
    Expression* start = stream_.is(TokenType::colon) ? nullptr : expression();
    if (!stream_.skip_if(TokenType::colon)) {
      keys.push_back(start);
      continue;
    }
    Expression* stop = stream_.is(TokenType::colon) || ends() ? nullptr : expression();
    Expression* step = nullptr;
    if (stream_.skip_if(TokenType::colon) && !ends()) step = expression();
    if (!keys.empty() || stream_.is(TokenType::comma)) {
      fail_at("a slice beside other indices is not supported", at);
    }
    stream_.expect(TokenType::rbracket);
    return make<SliceExpression>(at, node, start, stop, step);
  }
  stream_.expect(TokenType::rbracket);
  Expression* key = keys.size() == 1 ? keys[0] : make<TupleOrList>(at, std::move(keys), true);
  return make<Getitem>(at, node, key);
}

CallArguments ExpressionParser::arguments() {
  const Position at = stream_.expect(TokenType::lparen).at;
  CallArguments out;
  bool first = true;
  const auto ensure = [at](bool holds) {
    if (!holds) fail_at("invalid syntax for function call expression", at);
  };
  while (!stream_.is(TokenType::rparen)) {
    if (!first) stream_.expect(TokenType::comma);
    if (!first && stream_.is(TokenType::rparen)) break;
    first = false;
    if (stream_.skip_if(TokenType::mul)) {
      ensure(out.more_positional == nullptr && out.more_keywords == nullptr);
      out.more_positional = expression();
    } else if (stream_.skip_if(TokenType::pow)) {
      ensure(out.more_keywords == nullptr);
      out.more_keywords = expression();
    } else if (stream_.is(TokenType::name) && stream_.look().type == TokenType::assign) {
      ensure(out.more_keywords == nullptr);
      const Str* name = tree_.text(stream_.next().text);
      stream_.next();
      out.keywords.emplace_back(name, expression());
    } else {
      ensure(out.more_positional == nullptr && out.more_keywords == nullptr &&
             out.keywords.empty());
      out.positional.push_back(expression());
    }
  }
  stream_.expect(TokenType::rparen);
  return out;
}

Expression* ExpressionParser::call(Expression* node) {
  const Position at = stream_.current().at;
  CallArguments given = arguments();
  return make<Call>(at, node, std::move(given));
}

std::string ExpressionParser::dotted_name() {
  std::string name = stream_.expect(TokenType::name).text;
  while (stream_.skip_if(TokenType::dot)) name += "." + stream_.expect(TokenType::name).text;
  return name;
}

Filter* ExpressionParser::filter(Expression* operand, bool inline_start) {
  Expression* node = operand;
  while (stream_.is(TokenType::pipe) || inline_start) {
    if (!inline_start) stream_.next();
    inline_start = false;
    const Position at = stream_.current().at;
    std::string name = dotted_name();
    CallArguments given;
    if (stream_.is(TokenType::lparen)) given = arguments();
    const FilterEntry* entry = find_filter(name);
    node = make<Filter>(at, node, std::move(name), entry, std::move(given));
  }
  return static_cast<Filter*>(node);
}

CallArguments ExpressionParser::test_arguments() {
  static constexpr TokenType kStarts[] = {TokenType::name,     TokenType::string,
                                          TokenType::integer,  TokenType::floating,
                                          TokenType::lbracket, TokenType::lbrace};
  if (stream_.is(TokenType::lparen)) return arguments();
  CallArguments out;
  const Token& token = stream_.current();
  const bool starts =
      std::find(std::begin(kStarts), std::end(kStarts), token.type) != std::end(kStarts);
  if (!starts || stream_.is_name("else") || stream_.is_name("or") || stream_.is_name("and")) {
    return out;
  }
  if (stream_.is_name("is")) fail_at("You cannot chain multiple tests with is", token.at);
  out.positional.push_back(postfix(primary(false)));
  return out;
}

Expression* ExpressionParser::test(Expression* node) {
  const Position at = stream_.next().at;
  const bool negated = stream_.skip_if_name("not");
  std::string name = dotted_name();
  CallArguments given = test_arguments();
  const FilterEntry* entry = find_test(name);
  Expression* made = make<Test>(at, node, std::move(name), entry, std::move(given));
  return negated ? make<UnaryExpression>(at, Unary::logical_not, made) : made;
}

}  // namespace penstock::jinja
