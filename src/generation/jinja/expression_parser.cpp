// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <system_error>

#include "generation/jinja/parser.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

constexpr int kMaxNesting = 150;  // brackets inside brackets, tests inside tests
constexpr int kMaxHeight = 600;   // a + b + c + ... counts one level a term

// The height of a node's children.
class Tallest final : public NodeVisitor {
 public:
  void visit(Node& node) override {
    height = std::max(height, static_cast<const Expression&>(node).height);
  }
  int height = 0;
};

}  // namespace

// Bounds the recursion of the parser itself.
class ExpressionParser::Nesting {
 public:
  explicit Nesting(ExpressionParser& parser) : parser_(parser) {
    if (++parser_.depth_ > kMaxNesting)
      fail_at("the expression is nested too deeply", parser.stream_.current().at);
  }
  ~Nesting() { --parser_.depth_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  ExpressionParser& parser_;
};

void ExpressionParser::measure(Expression& node) {
  Tallest tallest;
  node.children(tallest);
  node.height = tallest.height + 1;
  if (node.height > kMaxHeight) fail_at("the expression is nested too deeply", node.at);
}

Expression* ExpressionParser::expression(bool with_condition) {
  const Nesting nesting(*this);
  return with_condition ? conditional() : or_();
}

Expression* ExpressionParser::conditional() {
  Position at = stream_.current().at;
  Expression* node = or_();
  while (stream_.skip_if_name("if")) {
    Expression* test = or_();
    Expression* otherwise = nullptr;
    if (stream_.skip_if_name("else")) {
      const Nesting nesting(*this);
      otherwise = conditional();
    }
    node = make<CondExpr>(at, test, node, otherwise);
    at = stream_.current().at;
  }
  return node;
}

Expression* ExpressionParser::or_() {
  const Position at = stream_.current().at;
  Expression* node = and_();
  while (stream_.skip_if_name("or")) {
    Expression* right = and_();
    node = make<AndOr>(at, false, node, right);
  }
  return node;
}

Expression* ExpressionParser::and_() {
  const Position at = stream_.current().at;
  Expression* node = not_();
  while (stream_.skip_if_name("and")) {
    Expression* right = not_();
    node = make<AndOr>(at, true, node, right);
  }
  return node;
}

Expression* ExpressionParser::not_() {
  if (!stream_.is_name("not")) return comparison();
  const Nesting nesting(*this);
  const Position at = stream_.next().at;
  Expression* operand = not_();
  return make<UnaryExpression>(at, Unary::logical_not, operand);
}

bool ExpressionParser::comparison_operator(Comparison& out) {
  static constexpr std::pair<TokenType, Comparison> kOperators[] = {
      {TokenType::eq, Comparison::eq}, {TokenType::ne, Comparison::ne},
      {TokenType::lt, Comparison::lt}, {TokenType::lteq, Comparison::le},
      {TokenType::gt, Comparison::gt}, {TokenType::gteq, Comparison::ge}};
  for (const auto& [type, op] : kOperators) {
    if (!stream_.skip_if(type)) continue;
    out = op;
    return true;
  }
  if (stream_.skip_if_name("in")) {
    out = Comparison::in;
    return true;
  }
  if (!stream_.is_name("not")) return false;
  const Token& after = stream_.look();
  if (after.type != TokenType::name || after.text != "in") return false;
  stream_.next();
  stream_.next();
  out = Comparison::not_in;
  return true;
}

Expression* ExpressionParser::comparison() {
  const Position at = stream_.current().at;
  Expression* first = sum();
  std::vector<std::pair<Comparison, Expression*>> rest;
  for (Comparison op{}; comparison_operator(op);) rest.emplace_back(op, sum());
  return rest.empty() ? first : make<Compare>(at, first, std::move(rest));
}

Expression* ExpressionParser::sum() {
  const Position at = stream_.current().at;
  Expression* node = concatenation();
  while (stream_.is(TokenType::add) || stream_.is(TokenType::sub)) {
    const Binary op = stream_.next().type == TokenType::add ? Binary::add : Binary::sub;
    Expression* right = concatenation();
    node = make<BinaryExpression>(at, op, node, right);
  }
  return node;
}

Expression* ExpressionParser::concatenation() {
  const Position at = stream_.current().at;
  std::vector<Expression*> parts = {product()};
  while (stream_.skip_if(TokenType::tilde)) parts.push_back(product());
  return parts.size() == 1 ? parts[0] : make<Concat>(at, std::move(parts));
}

Expression* ExpressionParser::product() {
  static constexpr std::pair<TokenType, Binary> kOperators[] = {
      {TokenType::mul, Binary::mul},
      {TokenType::div, Binary::div},
      {TokenType::floordiv, Binary::floordiv},
      {TokenType::mod, Binary::mod}};
  const Position at = stream_.current().at;
  Expression* node = power();
  for (;;) {
    const auto* found = std::find_if(std::begin(kOperators), std::end(kOperators),
                                     [this](const auto& row) { return stream_.is(row.first); });
    if (found == std::end(kOperators)) return node;
    stream_.next();
    Expression* right = power();
    node = make<BinaryExpression>(at, found->second, node, right);
  }
}

Expression* ExpressionParser::power() {
  const Position at = stream_.current().at;
  Expression* node = unary(true);
  while (stream_.skip_if(TokenType::pow)) {
    Expression* right = unary(true);
    node = make<BinaryExpression>(at, Binary::pow, node, right);
  }
  return node;
}

Expression* ExpressionParser::unary(bool filters) {
  const Position at = stream_.current().at;
  Expression* node = nullptr;
  if (stream_.is(TokenType::sub) || stream_.is(TokenType::add)) {
    const Nesting nesting(*this);
    const bool minus = stream_.next().type == TokenType::sub;
    Expression* operand = unary(false);
    node = make<UnaryExpression>(at, minus ? Unary::negative : Unary::positive, operand);
  } else {
    node = primary(false);
  }
  node = postfix(node);
  return filters ? filters_and_tests(node) : node;
}

Expression* ExpressionParser::primary(bool members) {
  const Token& token = stream_.current();
  switch (token.type) {
    case TokenType::name: return named(members);
    case TokenType::string: return literal();
    case TokenType::integer:
    case TokenType::floating: return number();
    case TokenType::lparen: {
      stream_.next();
      Expression* node = tuple(true, {}, true);
      stream_.expect(TokenType::rparen);
      return node;
    }
    case TokenType::lbracket: return list();
    case TokenType::lbrace: return dict();
    default: fail_at("unexpected " + str_repr(describe(token)), token.at);
  }
}

Expression* ExpressionParser::named(bool members) {
  const Token& token = stream_.next();
  const std::string& text = token.text;
  if (text == "true" || text == "True") return make<Const>(token.at, Value::of(true));
  if (text == "false" || text == "False") return make<Const>(token.at, Value::of(false));
  if (text == "none" || text == "None") return make<Const>(token.at, Value::none());
  const Str* name = tree_.text(text);
  if (!members || !stream_.skip_if(TokenType::dot)) {
    return make<Name>(token.at, name, NameContext::load);
  }
  const Token& attribute = stream_.expect(TokenType::name);
  return make<NSRef>(token.at, name, tree_.text(attribute.text));
}

Expression* ExpressionParser::literal() {
  const Position at = stream_.current().at;
  std::string text;
  while (stream_.is(TokenType::string)) text += stream_.next().text;
  return make<Const>(at, Value::of(tree_.text(text)));
}

Expression* ExpressionParser::number() {
  const Token& token = stream_.next();
  const std::string& text = token.text;
  if (token.type == TokenType::floating) {
    return make<Const>(token.at, Value::of(std::strtod(text.c_str(), nullptr)));
  }
  const bool based = text.size() > 2 && text[0] == '0' && (text[1] < '0' || text[1] > '9');
  const char mark = based ? text[1] : 'd';
  const int base = mark == 'x' || mark == 'X'   ? 16
                   : mark == 'o' || mark == 'O' ? 8
                   : based                      ? 2
                                                : 10;
  std::int64_t value = 0;
  const char* begin = text.data() + (based ? 2 : 0);
  const auto read = std::from_chars(begin, text.data() + text.size(), value, base);
  if (read.ec != std::errc()) fail_at("the integer " + text + " passes 64 bits", token.at);
  return make<Const>(token.at, Value::of(value));
}

bool ExpressionParser::tuple_end(std::string_view stop) const {
  return stream_.is(TokenType::variable_end) || stream_.is(TokenType::block_end) ||
         stream_.is(TokenType::rparen) || (!stop.empty() && stream_.is_name(stop));
}

template <class Item>
bool ExpressionParser::items(std::string_view stop, std::vector<Expression*>& out, Item item) {
  bool commas = false;
  for (;;) {
    if (!out.empty()) stream_.expect(TokenType::comma);
    if (tuple_end(stop)) return commas;
    out.push_back(item());
    if (!stream_.is(TokenType::comma)) return commas;
    commas = true;
  }
}

Expression* ExpressionParser::tuple(bool with_condition, std::string_view stop,
                                    bool parenthesized) {
  const Nesting nesting(*this);
  const Position at = stream_.current().at;
  std::vector<Expression*> found;
  const bool commas = items(stop, found, [&] { return expression(with_condition); });
  if (!commas && !found.empty()) return found[0];
  if (!commas && !parenthesized) {
    fail_at("Expected an expression, got " + str_repr(describe(stream_.current())),
            stream_.current().at);
  }
  return make<TupleOrList>(at, std::move(found), true);
}

namespace {

void set_store(Expression* node) {
  if (node->type == NodeType::name) static_cast<Name*>(node)->context = NameContext::store;
  if (auto* tuple = dynamic_cast<TupleOrList*>(node)) {
    for (Expression* item : tuple->items) set_store(item);
  }
}

}  // namespace

Expression* ExpressionParser::target(std::string_view stop, bool members) {
  const Position at = stream_.current().at;
  std::vector<Expression*> found;
  const bool commas = items(stop, found, [&] { return primary(members); });
  if (!commas && found.empty()) {
    fail_at("Expected an expression, got " + str_repr(describe(stream_.current())),
            stream_.current().at);
  }
  Expression* node = commas ? make<TupleOrList>(at, std::move(found), true) : found[0];
  set_store(node);
  if (const std::string_view what = node->not_assignable(); !what.empty()) {
    fail_at("can't assign to " + str_repr(what), node->at);
  }
  return node;
}

Name* ExpressionParser::name_target(NameContext context) {
  const Token& token = stream_.expect(TokenType::name);
  static constexpr std::string_view kReserved[] = {"true", "false", "none",
                                                   "True", "False", "None"};
  if (std::find(std::begin(kReserved), std::end(kReserved), token.text) != std::end(kReserved)) {
    fail_at("can't assign to 'name'", token.at);
  }
  return make<Name>(token.at, tree_.text(token.text), context);
}

Expression* ExpressionParser::list() {
  const Position at = stream_.expect(TokenType::lbracket).at;
  std::vector<Expression*> found;
  while (!stream_.is(TokenType::rbracket)) {
    if (!found.empty()) stream_.expect(TokenType::comma);
    if (stream_.is(TokenType::rbracket)) break;
    found.push_back(expression());
  }
  stream_.expect(TokenType::rbracket);
  return make<TupleOrList>(at, std::move(found), false);
}

Expression* ExpressionParser::dict() {
  const Position at = stream_.expect(TokenType::lbrace).at;
  std::vector<std::pair<Expression*, Expression*>> found;
  while (!stream_.is(TokenType::rbrace)) {
    if (!found.empty()) stream_.expect(TokenType::comma);
    if (stream_.is(TokenType::rbrace)) break;
    Expression* key = expression();
    stream_.expect(TokenType::colon);
    found.emplace_back(key, expression());
  }
  stream_.expect(TokenType::rbrace);
  return make<DictExpression>(at, std::move(found));
}

}  // namespace penstock::jinja
