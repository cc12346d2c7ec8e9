// SPDX-License-Identifier: Apache-2.0
#include "core/regex/parser.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/regex/case_fold.hpp"
#include "core/regex/class_parser.hpp"
#include "core/regex/escape.hpp"
#include "core/regex/group_names.hpp"
#include "core/regex/look_behind.hpp"
#include "core/regex/quantifier.hpp"
#include "core/regex/reader.hpp"

namespace penstock::regex {
namespace {

// Groups and repeats may nest this deep, so that no pattern exhausts the stack of this or a later
// pass.
constexpr int kMaxGroupDepth = 200;

struct Options {
  bool ignore_case = false;
  bool dot_all = false;
  bool extended = false;
};

class Parser {
 public:
  explicit Parser(std::string_view pattern) : reader_(pattern) {}

  Syntax run() {
    Syntax syntax;
    syntax.root = parse_alternatives();
    if (!reader_.at_end()) reader_.fail("unmatched close parenthesis");
    if (names_.any() && has_number_reference_) {
      reader_.fail("numbered backreference is not allowed beside named groups");
    }
    if (last_reference_ > group_count_) reader_.fail("invalid backreference number");
    syntax.group_count = group_count_;
    return syntax;
  }

 private:
  NodePtr parse_alternatives();
  NodePtr parse_branch();
  NodePtr parse_expression();
  NodePtr parse_atom();
  NodePtr parse_group();
  NodePtr parse_angle_group();
  NodePtr parse_options(char32_t first);
  NodePtr parse_capture(std::optional<std::u32string> name);
  NodePtr parse_escape();
  NodePtr parse_class();
  NodePtr parse_reference(const GroupReference& reference);
  std::optional<NodePtr> parse_digit_reference();
  NodePtr parse_special(char32_t letter);

  NodePtr parse_body(NodeKind kind) { return make_parent(kind, parse_rest_of_group()); }
  NodePtr parse_rest_of_group();
  NodePtr parse_look(LookKind look);

  NodePtr literal(char32_t c) {
    // No text holds these; Oniguruma compiles them all the same.
    if (c > kLastCodePoint || (c >= 0xD800 && c < 0xE000)) return make_set(CodeSet());
    return make_literal(std::u32string(1, c), options_.ignore_case);
  }
  static NodePtr anchor(AnchorKind kind) {
    NodePtr node = make_node(NodeKind::anchor);
    node->anchor = kind;
    return node;
  }
  static NodePtr any_character(bool newline_too) {
    CodeSet set = CodeSet(U'\n');
    set.complement();
    return make_set(newline_too ? CodeSet::all() : std::move(set));
  }
  // \R takes \r\n whole or not at all.
  NodePtr general_newline() {
    ++general_newlines_;
    NodePtr choice = make_parent(NodeKind::alternate, make_literal(U"\r\n", false));
    choice->children.push_back(make_set(CodeSet{{0x0A, 0x0D}, {0x85, 0x85}, {0x2028, 0x2029}}));
    return make_parent(NodeKind::atomic, std::move(choice));
  }
  bool at_branch_end() const {
    return reader_.at_end() || reader_.peek() == U'|' || reader_.peek() == U')';
  }
  void skip_ignored();

  PatternReader reader_;
  Options options_;
  GroupNames names_;
  uint32_t group_count_ = 0;
  uint32_t last_reference_ = 0;  // highest group number referred to
  bool has_number_reference_ = false;
  uint32_t general_newlines_ = 0;  // how many \R there were
  std::set<uint32_t> open_groups_;
  int depth_ = 0;
};

// Comments, and in extended mode white space, may stand between any two tokens.
void Parser::skip_ignored() {
  while (!reader_.at_end()) {
    const char32_t c = reader_.peek();
    if (c == U'(' && reader_.peek(1) == U'?' && reader_.peek(2) == U'#') {
      for (int i = 0; i < 3; ++i) reader_.next();
      while (!reader_.accept(U')')) {
        if (reader_.at_end()) reader_.fail("end of pattern in a comment");
        if (reader_.next() == U'\\' && !reader_.at_end()) reader_.next();
      }
    } else if (options_.extended && c == U'#') {
      while (!reader_.at_end() && reader_.next() != U'\n') {
      }
    } else if (options_.extended &&
               (c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == U'\f')) {
      reader_.next();
    } else {
      return;
    }
  }
}

NodePtr Parser::parse_alternatives() {
  if (++depth_ > kMaxGroupDepth) reader_.fail_unsupported("groups nested more than 200 deep");
  const Options saved = options_;
  NodePtr first = parse_branch();
  if (reader_.peek() == U'|' && !reader_.at_end()) {
    first = make_parent(NodeKind::alternate, std::move(first));
    while (reader_.accept(U'|')) first->children.push_back(parse_branch());
  }
  options_ = saved;
  --depth_;
  return first;
}

NodePtr Parser::parse_branch() {
  NodePtr list = make_node(NodeKind::concat);
  skip_ignored();
  while (!at_branch_end()) {
    NodePtr part = parse_expression();
    const bool is_first = list->children.empty();
    if (part->kind == NodeKind::concat && !is_first) {
      for (NodePtr& child : part->children) list->children.push_back(std::move(child));
    } else {
      list->children.push_back(std::move(part));
    }
    skip_ignored();
  }
  if (list->children.empty()) return make_literal({}, false);
  return list->children.size() == 1 ? std::move(list->children.front()) : std::move(list);
}

NodePtr Parser::parse_expression() {
  NodePtr node = parse_atom();
  skip_ignored();
  int quantifiers = 0;
  while (std::optional<Quantifier> quantifier = read_quantifier(reader_)) {
    if (++quantifiers > kMaxGroupDepth)
      reader_.fail_unsupported("more than 200 repeats of one item");
    node = apply_quantifier(reader_, std::move(node), *quantifier);
    skip_ignored();
  }
  return node;
}

NodePtr Parser::parse_atom() {
  if (read_quantifier(reader_)) reader_.fail("target of repeat operator is not specified");
  const char32_t c = reader_.next();
  switch (c) {
    case U'(': return parse_group();
    case U'[': return parse_class();
    case U'\\': return parse_escape();
    case U'.': return any_character(options_.dot_all);
    case U'^': return anchor(AnchorKind::line_begin);
    case U'$': return anchor(AnchorKind::line_end);
    default: return literal(c);
  }
}

NodePtr Parser::parse_class() {
  ClassExpression expression = read_class(reader_, 0);
  if (!options_.ignore_case) return make_set(expression.resolved());
  const std::vector<std::u32string> sequences = close_over_case(expression.members);
  NodePtr single = make_set(expression.resolved());
  if (expression.negated || sequences.empty()) return single;
  NodePtr choice = make_parent(NodeKind::alternate, std::move(single));
  for (const std::u32string& sequence : sequences) {
    NodePtr list = make_node(NodeKind::concat);
    for (const char32_t c : sequence) list->children.push_back(make_set(single_variants(c)));
    choice->children.push_back(std::move(list));
  }
  return choice;
}

NodePtr Parser::parse_rest_of_group() {
  NodePtr body = parse_alternatives();
  if (!reader_.accept(U')')) reader_.fail("end of pattern with unmatched parenthesis");
  return body;
}

NodePtr Parser::parse_group() {
  if (reader_.peek() == U'*') reader_.fail_unsupported("a callout");
  if (!reader_.accept(U'?')) return parse_capture(std::nullopt);
  if (reader_.at_end()) reader_.fail("end of pattern in group");
  const char32_t c = reader_.next();
  switch (c) {
    case U':': return parse_rest_of_group();
    case U'=': return parse_look(LookKind::ahead);
    case U'!': return parse_look(LookKind::not_ahead);
    case U'>': return parse_body(NodeKind::atomic);
    case U'<': return parse_angle_group();
    case U'\'': return parse_capture(read_group_name(reader_, U'\''));
    case U'~': reader_.fail_unsupported("an absent group (?~..)");
    case U'{': reader_.fail_unsupported("a callout");
    case U'(': reader_.fail_unsupported("a conditional (?(..)..)");
    default: return parse_options(c);
  }
}

NodePtr Parser::parse_look(LookKind look) {
  const uint32_t general_newlines = general_newlines_;
  NodePtr node = parse_body(NodeKind::look);
  node->look = look;
  if (look == LookKind::behind || look == LookKind::not_behind) {
    // Oniguruma 6.9.10 then looks for \r\n only, depending on what else is there.
    if (general_newlines != general_newlines_) reader_.fail_unsupported("\\R in look-behind");
    const std::string_view objection =
        look_behind_objection(*node->children.front(), look == LookKind::not_behind);
    if (!objection.empty()) reader_.fail(objection);
  }
  return node;
}

NodePtr Parser::parse_angle_group() {
  if (reader_.accept(U'=')) return parse_look(LookKind::behind);
  if (reader_.accept(U'!')) return parse_look(LookKind::not_behind);
  return parse_capture(read_group_name(reader_, U'>'));
}

NodePtr Parser::parse_capture(std::optional<std::u32string> name) {
  const uint32_t number = ++group_count_;
  if (name) names_.add(*std::move(name), number);
  open_groups_.insert(number);
  NodePtr node = parse_body(NodeKind::capture);
  open_groups_.erase(number);
  node->group = number;
  return node;
}

NodePtr Parser::parse_options(char32_t first) {
  constexpr const char* kOtherOption = "an option other than i, m and x";
  Options options = options_;
  bool on = true;
  bool has_other = false;
  for (char32_t c = first; c != U')' && c != U':'; c = reader_.next()) {
    if (c == U'-') {
      on = false;
    } else if (c == U'i') {
      options.ignore_case = on;
    } else if (c == U'm') {
      options.dot_all = on;
    } else if (c == U'x') {
      options.extended = on;
    } else if (c == U'y') {
      reader_.fail_unsupported(kOtherOption);
    } else if (std::u32string_view(U"WDSPCIL").find(c) != std::u32string_view::npos) {
      has_other = true;
    } else {
      reader_.fail("undefined group option");
    }
    if (reader_.at_end()) reader_.fail("end of pattern in group");
  }
  if (has_other) reader_.fail_unsupported(kOtherOption);
  reader_.rewind(reader_.position() - 1);
  const bool whole_rest = reader_.next() == U')';
  const Options saved = std::exchange(options_, options);
  // Without a colon the options hold, alternatives included, to the end of the enclosing group.
  NodePtr node = whole_rest ? make_parent(NodeKind::option, parse_alternatives())
                            : parse_body(NodeKind::option);
  options_ = saved;
  return node;
}

std::optional<NodePtr> Parser::parse_digit_reference() {
  const size_t start = reader_.position();
  if (reader_.peek() == U'0') return std::nullopt;
  char32_t number = 0;
  if (reader_.read_digits(10, 9, number) == 0) return std::nullopt;
  if (number <= 9 || number <= group_count_) {
    return parse_reference({{}, static_cast<uint32_t>(number)});
  }
  reader_.rewind(start);
  return std::nullopt;
}

NodePtr Parser::parse_reference(const GroupReference& reference) {
  NodePtr node = make_node(NodeKind::reference);
  node->ignore_case = options_.ignore_case;
  if (reference.name.empty()) {
    has_number_reference_ = true;
    node->groups.push_back(reference.number);
  } else {
    node->groups = names_.find(reference.name);
    if (node->groups.empty()) reader_.fail("undefined name reference");
  }
  for (const uint32_t group : node->groups) {
    if (open_groups_.count(group) != 0) {
      reader_.fail_unsupported("a back reference inside the group it refers to");
    }
    last_reference_ = std::max(last_reference_, group);
  }
  return node;
}

// The sequences that make no sense inside a class; nothing for all others.
NodePtr Parser::parse_special(char32_t letter) {
  switch (letter) {
    case U'b': return anchor(AnchorKind::word_boundary);
    case U'B': return anchor(AnchorKind::not_word_boundary);
    case U'A': return anchor(AnchorKind::text_begin);
    case U'Z': return anchor(AnchorKind::text_end_or_newline);
    case U'z': return anchor(AnchorKind::text_end);
    case U'G': return anchor(AnchorKind::search_begin);
    case U'y': return anchor(AnchorKind::segment_boundary);
    case U'Y': return anchor(AnchorKind::not_segment_boundary);
    case U'K': return make_node(NodeKind::keep);
    case U'X': return make_node(NodeKind::segment);
    case U'R': return general_newline();
    case U'N': return any_character(false);
    case U'O': return any_character(true);
    default: return nullptr;
  }
}

NodePtr Parser::parse_escape() {
  if (std::optional<NodePtr> reference = parse_digit_reference()) return *std::move(reference);
  const char32_t letter = reader_.peek();
  if (!reader_.at_end()) {
    if (NodePtr special = parse_special(letter)) {
      reader_.next();
      return special;
    }
  }
  if ((letter == U'k' || letter == U'g') && (reader_.peek(1) == U'<' || reader_.peek(1) == U'\'')) {
    if (letter == U'g') reader_.fail_unsupported("a subexpression call \\g<..>");
    reader_.next();
    return parse_reference(read_group_reference(reader_, group_count_));
  }
  Escape escape = read_escape(reader_, false);
  return escape.kind == Escape::Kind::set ? make_set(std::move(escape.set)) : literal(escape.value);
}

}  // namespace

Syntax parse(std::string_view pattern) { return Parser(pattern).run(); }

}  // namespace penstock::regex
