// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/parser.hpp"

#include <algorithm>
#include <functional>

#include "generation/jinja/text.hpp"

namespace penstock::jinja {

[[noreturn]] void fail_at(const std::string& message, Position at) {
  throw SyntaxFault(message, at);
}

const Token& TokenStream::check(const Token& token) {
  if (token.failed) fail_at(token.text, token.at);
  return token;
}

bool TokenStream::skip_if(TokenType type) {
  if (!is(type)) return false;
  next();
  return true;
}

bool TokenStream::skip_if_name(std::string_view name) {
  if (!is_name(name)) return false;
  next();
  return true;
}

void TokenStream::unexpected(std::string_view wanted) const {
  if (is(TokenType::eof)) {
    fail_at("unexpected end of template, expected " + str_repr(wanted) + ".", current().at);
  }
  fail_at("expected token " + str_repr(wanted) + ", got " + str_repr(describe(current())),
          current().at);
}

const Token& TokenStream::expect(TokenType type) {
  if (!is(type)) unexpected(describe(type));
  return next();
}

const Token& TokenStream::expect_name(std::string_view name) {
  if (!is_name(name)) unexpected(name);
  return next();
}

namespace {

constexpr int kMaxBlocks = 100;  // statements inside statements
using EndTags = std::vector<std::string_view>;

class StatementParser {
 public:
  StatementParser(std::string_view source, Tree& tree)
      : stream_(tokenize(source)), expressions_(stream_, tree), tree_(tree) {}

  Body run() { return statements({}); }

 private:
  template <class T, class... Args>
  T* make(Position at, Args&&... args) {
    return expressions_.make<T>(at, std::forward<Args>(args)...);
  }

  // The body of a block up to one of `ends`, which stays current.
  Body block(const EndTags& ends) {
    stream_.skip_if(TokenType::colon);
    stream_.expect(TokenType::block_end);
    if (ends_.size() >= kMaxBlocks) fail_at("blocks are nested too deeply", stream_.current().at);
    ends_.push_back(ends);
    Body body = statements(ends);
    if (stream_.is(TokenType::eof)) unknown_tag(nullptr, stream_.current().at);
    ends_.pop_back();
    return body;
  }

  Body block_to(std::string_view end) {
    Body body = block({end});
    stream_.next();
    return body;
  }

  Body statements(const EndTags& ends) {
    Body body;
    std::vector<Output::Part> parts;
    Position begin;
    const auto flush = [&] {
      if (!parts.empty()) body.push_back(make<Output>(begin, std::move(parts)));
      parts.clear();
    };
    while (!stream_.is(TokenType::eof)) {
      const Token& token = stream_.current();
      if (parts.empty()) begin = token.at;
      stream_.next();
      if (token.type == TokenType::data) {
        parts.push_back({tree_.text(token.text), nullptr});
      } else if (token.type == TokenType::variable_begin) {
        parts.push_back({nullptr, expressions_.tuple()});
        stream_.expect(TokenType::variable_end);
      } else {
        flush();
        if (stream_.is(TokenType::name) && !ends.empty() &&
            std::find(ends.begin(), ends.end(), stream_.current().text) != ends.end()) {
          return body;
        }
        if (Statement* made = statement()) body.push_back(made);
        stream_.expect(TokenType::block_end);
      }
    }
    flush();
    return body;
  }

  Statement* statement() {
    struct Row {
      std::string_view tag;
      Statement* (StatementParser::*parse)();
    };
    static constexpr Row kTags[] = {{"for", &StatementParser::for_},
                                    {"if", &StatementParser::if_},
                                    {"set", &StatementParser::set},
                                    {"macro", &StatementParser::macro},
                                    {"call", &StatementParser::call},
                                    {"filter", &StatementParser::filter},
                                    {"with", &StatementParser::with},
                                    {"print", &StatementParser::print},
                                    {"break", &StatementParser::control},
                                    {"continue", &StatementParser::control},
                                    {"autoescape", &StatementParser::autoescape},
                                    {"generation", &StatementParser::generation},
                                    {"block", &StatementParser::needs_loader},
                                    {"extends", &StatementParser::needs_loader},
                                    {"include", &StatementParser::needs_loader},
                                    {"import", &StatementParser::needs_loader},
                                    {"from", &StatementParser::needs_loader}};
    const Token& token = stream_.current();
    if (token.type != TokenType::name) fail_at("tag name expected", token.at);
    for (const Row& row : kTags) {
      if (row.tag != token.text) continue;
      open_.push_back(token.text);
      Statement* made = (this->*row.parse)();
      open_.pop_back();
      return made;
    }
    unknown_tag(&token.text, token.at);
  }

  // Jinja's words for a tag that does not belong here, or for a block that does not end.
  [[noreturn]] void unknown_tag(const std::string* name, Position at) const {
    std::string wanted;
    bool expected = false;
    for (const EndTags& ends : ends_) {
      for (const std::string_view end : ends)
        expected = expected || (name != nullptr && *name == end);
    }
    if (!ends_.empty()) {
      for (const std::string_view end : ends_.back()) {
        wanted += (wanted.empty() ? "" : " or ") + str_repr(end);
      }
    }
    std::string message = name == nullptr ? "Unexpected end of template."
                                          : "Encountered unknown tag " + str_repr(*name) + ".";
    if (!wanted.empty() && expected) {
      message +=
          " You probably made a nesting mistake. Jinja is expecting this tag, but currently "
          "looking for " +
          wanted + ".";
    } else if (!wanted.empty()) {
      message += " Jinja was looking for the following tags: " + wanted + ".";
    }
    if (!open_.empty()) {
      message += " The innermost block that needs to be closed is " + str_repr(open_.back()) + ".";
    }
    fail_at(message, at);
  }

  Statement* needs_loader() {
    fail_at("the tag " + str_repr(stream_.current().text) +
                " is not supported: a chat template stands alone, without blocks and other files",
            stream_.current().at);
  }

  Statement* for_() {
    auto* node = make<For>(stream_.next().at);
    node->target = expressions_.target("in", false);
    stream_.expect_name("in");
    node->items = expressions_.tuple(false, "recursive");
    if (stream_.skip_if_name("if")) node->test = expressions_.expression();
    node->recursive = stream_.skip_if_name("recursive");
    ++loops_;
    node->body = block({"endfor", "else"});
    --loops_;
    if (stream_.next().text == "else") node->otherwise = block_to("endfor");
    return node;
  }

  Statement* if_() {
    auto* node = make<If>(stream_.next().at);
    for (;;) {
      Expression* test = expressions_.tuple(false);
      node->branches.push_back({test, block({"elif", "else", "endif"})});
      const std::string& tag = stream_.next().text;
      if (tag == "elif") continue;
      if (tag == "else") node->otherwise = block_to("endif");
      return node;
    }
  }

  Statement* set() {
    const Position at = stream_.next().at;
    Expression* target = expressions_.target({}, true);
    if (stream_.skip_if(TokenType::assign)) {
      Expression* value = expressions_.tuple();
      return make<Assign>(at, target, value);
    }
    auto* node = make<AssignBlock>(at);
    node->target = target;
    node->filter = expressions_.filter(nullptr, false);
    node->body = block_to("endset");
    return node;
  }

  void signature(MacroBody& macro) {
    stream_.expect(TokenType::lparen);
    while (!stream_.is(TokenType::rparen)) {
      if (!macro.arguments.empty()) stream_.expect(TokenType::comma);
      macro.arguments.push_back(expressions_.name_target(NameContext::param));
      if (stream_.skip_if(TokenType::assign)) {
        macro.defaults.push_back(expressions_.expression());
      } else if (!macro.defaults.empty()) {
        fail_at("non-default argument follows default argument", stream_.current().at);
      }
    }
    stream_.expect(TokenType::rparen);
  }

  // A body that is a function of its own: loops outside cannot be left from it.
  Body function_body(std::string_view end) {
    const int loops = std::exchange(loops_, 0);
    Body body = block_to(end);
    loops_ = loops;
    return body;
  }

  Statement* macro() {
    auto* node = make<MacroStatement>(stream_.next().at);
    node->macro.name = expressions_.name_target(NameContext::store)->name;
    signature(node->macro);
    node->macro.body = function_body("endmacro");
    return node;
  }

  Statement* call() {
    auto* node = make<CallBlock>(stream_.next().at);
    if (stream_.is(TokenType::lparen)) signature(node->macro);
    node->call = dynamic_cast<Call*>(expressions_.expression());
    if (node->call == nullptr) fail_at("expected call", node->at);
    node->macro.body = function_body("endcall");
    return node;
  }

  Statement* generation() {
    auto* node = make<CallBlock>(stream_.next().at);
    node->macro.body = function_body("endgeneration");
    return node;
  }

  Statement* filter() {
    auto* node = make<FilterBlock>(stream_.next().at);
    node->filter = expressions_.filter(nullptr, true);
    node->body = block_to("endfilter");
    return node;
  }

  Statement* with() {
    auto* node = make<With>(stream_.next().at);
    while (!stream_.is(TokenType::block_end)) {
      if (!node->targets.empty()) stream_.expect(TokenType::comma);
      Expression* target = expressions_.target({}, false);
      set_param(target);
      node->targets.push_back(target);
      stream_.expect(TokenType::assign);
      node->values.push_back(expressions_.expression());
    }
    node->body = block_to("endwith");
    return node;
  }

  static void set_param(Expression* target) {
    if (target->type == NodeType::name) static_cast<Name*>(target)->context = NameContext::param;
    if (auto* tuple = dynamic_cast<TupleOrList*>(target)) {
      for (Expression* item : tuple->items) set_param(item);
    }
  }

  Statement* print() {
    const Position at = stream_.next().at;
    std::vector<Output::Part> parts;
    while (!stream_.is(TokenType::block_end)) {
      if (!parts.empty()) stream_.expect(TokenType::comma);
      parts.push_back({nullptr, expressions_.expression()});
    }
    return make<Output>(at, std::move(parts));
  }

  Statement* control() {
    const Token& token = stream_.next();
    const bool breaks = token.text == "break";
    if (loops_ == 0) {
      fail_at(breaks ? "'break' outside loop" : "'continue' not properly in loop", token.at);
    }
    return make<LoopControl>(token.at, breaks);
  }

  // Off is what chat templates run with; it is a scope all the same.
  Statement* autoescape() {
    auto* node = make<With>(stream_.next().at);
    if (!stream_.is_name("false") && !stream_.is_name("False")) {
      fail_at("autoescape is always off in chat templates; write {% autoescape false %}",
              stream_.current().at);
    }
    stream_.next();
    node->body = block_to("endautoescape");
    return node;
  }

  TokenStream stream_;
  ExpressionParser expressions_;
  Tree& tree_;
  std::vector<EndTags> ends_;
  std::vector<std::string> open_;
  int loops_ = 0;
};

}  // namespace

const Str* Tree::text(std::string_view value) {
  char* data = static_cast<char*>(arena.allocate(value.size() + 1, 1));
  std::copy(value.begin(), value.end(), data);
  Str* made = arena.make<Str>();
  made->data = data;
  made->size = value.size();
  made->length = static_cast<std::size_t>(std::count_if(value.begin(), value.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
  return made;
}

void parse(std::string_view source, Tree& tree) { tree.body = StatementParser(source, tree).run(); }

}  // namespace penstock::jinja
