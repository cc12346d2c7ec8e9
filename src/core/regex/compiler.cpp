// SPDX-License-Identifier: Apache-2.0
#include "core/regex/compiler.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "core/regex/code_builder.hpp"
#include "core/regex/look_behind.hpp"
#include "core/regex/onig_size.hpp"
#include "core/regex/parser.hpp"
#include "core/regex/simplify.hpp"

namespace penstock::regex {
namespace {

// Repeats of groups are written out up to this many nodes, else counted at run time.
constexpr size_t kCopyLimit = 100;
constexpr size_t kBranchLimit = 64;

void collect_references(const Node& node, std::set<uint32_t>& groups) {
  groups.insert(node.groups.begin(), node.groups.end());
  for (const NodePtr& child : node.children) collect_references(*child, groups);
}

size_t node_count(const Node& node) {
  size_t count = 1;
  for (const NodePtr& child : node.children) count += node_count(*child);
  return count;
}

// Whether the node is one character of a set, which is then stored in `set`.
bool as_set(const Node& node, CodeSet& set) {
  if (node.kind == NodeKind::set) {
    set = node.set;
  } else if (node.kind == NodeKind::literal && node.text.size() == 1) {
    set = CodeSet(node.text.front());
  } else {
    return false;
  }
  return true;
}

class Compiler {
 public:
  Compiler(Program& program, const Syntax& syntax) : program_(program), build_(program) {
    std::set<uint32_t> referenced;
    collect_references(*syntax.root, referenced);
    group_registers_.resize(syntax.group_count + 1, kNoRegister);
    for (const uint32_t group : referenced) group_registers_[group] = build_.restored_registers(2);
  }

  void run(const Node& root) {
    const Next done = Next::done();
    program_.start = byte_table(first_of(root, done));
    emit(root, done);
    build_.emit({.op = Op::match});
    if (std::count(program_.start.begin(), program_.start.end(), 1) == 1 &&
        program_.start[kEndOfText] == 0) {
      program_.only_start = static_cast<int>(
          std::find(program_.start.begin(), program_.start.end(), 1) - program_.start.begin());
    }
  }

 private:
  void emit(const Node& node, const Next& after);
  void emit_concat(const Node& node, const Next& after);
  void emit_choice(const Node& node, const Next& after);
  void emit_branches(const Node& node, size_t first, const std::vector<ByteTable>& viable,
                     const Next& after);
  void emit_repeat(const Node& node, const Next& after);
  static Next after_copy(const Node& node, uint32_t i, const Next& after);
  void emit_span(const Node& node, const CodeSet& set, const Next& after);
  void emit_loop(const Node& node, const Next& after);
  void emit_optional(const Node& node, const Next& after);
  void emit_counted(const Node& node);
  void emit_capture(const Node& node, const Next& after);
  void emit_atomic(const Node& node);
  void emit_look(const Node& node);
  void emit_ahead(const Node& body, bool negative);
  void emit_behind(const Node& body, bool negative);
  void emit_behind_body(const Node& body, const CharLength& length);
  void emit_reference(const Node& node);

  Program& program_;
  CodeBuilder build_;
  std::vector<uint32_t> group_registers_;
};

void Compiler::emit(const Node& node, const Next& after) {
  switch (node.kind) {
    case NodeKind::literal: return build_.emit_literal(node.text);
    case NodeKind::set: build_.emit({.op = Op::set, .index = build_.class_of(node.set)}); return;
    case NodeKind::concat: return emit_concat(node, after);
    case NodeKind::alternate: return emit_choice(node, after);
    case NodeKind::repeat: return emit_repeat(node, after);
    case NodeKind::capture: return emit_capture(node, after);
    case NodeKind::option: return emit(*node.children.front(), after);
    case NodeKind::atomic: return emit_atomic(node);
    case NodeKind::look: return emit_look(node);
    case NodeKind::anchor:
      build_.emit({.op = Op::anchor, .index = static_cast<uint32_t>(node.anchor)});
      return;
    case NodeKind::reference: return emit_reference(node);
    case NodeKind::keep:
      if (program_.keep_register == kNoRegister) {
        program_.keep_register = build_.restored_registers(1);
      }
      build_.emit({.op = Op::keep, .index = program_.keep_register});
      return;
    case NodeKind::segment: build_.emit({.op = Op::segment}); return;
  }
}

void Compiler::emit_concat(const Node& node, const Next& after) {
  std::vector<Next> next(node.children.size(), after);
  for (size_t i = node.children.size(); i-- > 1;) {
    next[i - 1] = first_of(*node.children[i], next[i]);
  }
  for (size_t i = 0; i < node.children.size(); ++i) emit(*node.children[i], next[i]);
}

void Compiler::emit_choice(const Node& node, const Next& after) {
  std::vector<ByteTable> viable;
  viable.reserve(node.children.size());
  for (const NodePtr& branch : node.children) {
    viable.push_back(byte_table(first_of(*branch, after)));
  }
  emit_branches(node, 0, viable, after);
}

// The branches from `first` on. Those that do not fit into one choice form the last branch of it.
void Compiler::emit_branches(const Node& node, size_t first, const std::vector<ByteTable>& viable,
                             const Next& after) {
  const size_t rest = node.children.size() - first;
  const size_t own = rest > kBranchLimit ? kBranchLimit - 1 : rest;
  const auto index = static_cast<uint32_t>(program_.choices.size());
  program_.choices.emplace_back();
  build_.emit({.op = Op::choice, .index = index});
  Choice choice;
  for (size_t i = 0; i < rest; ++i) {
    const uint64_t bit = uint64_t{1} << std::min(i, own);
    for (size_t byte = 0; byte < choice.viable.size(); ++byte) {
      if (viable[first + i][byte] != 0) choice.viable[byte] |= bit;
    }
  }
  std::vector<uint32_t> jumps;
  for (size_t i = 0; i < own; ++i) {
    choice.branches.push_back(build_.here());
    emit(*node.children[first + i], after);
    jumps.push_back(build_.emit({.op = Op::jump}));
  }
  if (own < rest) {
    choice.branches.push_back(build_.here());
    emit_branches(node, first + own, viable, after);
  }
  for (const uint32_t jump : jumps) build_.at(jump).target = build_.here();
  program_.choices[index] = std::move(choice);
}

void Compiler::emit_repeat(const Node& node, const Next& after) {
  CodeSet set;
  if (as_set(*node.children.front(), set)) return emit_span(node, set, after);
  const Node& body = *node.children.front();
  const bool unlimited = node.max == kUnlimited;
  const uint32_t copies = unlimited ? node.min : node.max;
  const bool is_counted = char_length(body).min == 0 ? is_counted_by_oniguruma(node)
                                                     : node_count(body) * copies > kCopyLimit;
  if (copies > 1 && is_counted) return emit_counted(node);
  for (uint32_t i = 0; i < node.min; ++i) emit(body, after_copy(node, i, after));
  if (unlimited) {
    emit_loop(node, after);
  } else {
    emit_optional(node, after);
  }
}

// What may come after copy `i` (from 0) of a repeat that is written out.
Next Compiler::after_copy(const Node& node, uint32_t i, const Next& after) {
  const Node& body = *node.children.front();
  if (i + 1 == node.max) return after;
  if (char_length(body).min == 0) return Next::anything();
  Next next = either(first_of(body, Next::anything()), after);
  next.cannot_fail = after.cannot_fail && i + 1 >= node.min;
  return next;
}

void Compiler::emit_span(const Node& node, const CodeSet& set, const Next& after) {
  Instruction span{.op = Op::span_lazy,
                   .index = build_.class_of(set),
                   .min = node.min,
                   .max = node.max,
                   .table = build_.table_of(byte_table(after))};
  if (node.greedy) {
    // Giving characters back cannot help where the rest could not begin with one of them.
    const bool keeps_all = after.cannot_fail || after.characters.disjoint(set);
    span.op = keeps_all || node.min == node.max ? Op::span : Op::span_greedy;
  }
  build_.emit(span);
}

// An unlimited repeat after its required copies.
void Compiler::emit_loop(const Node& node, const Next& after) {
  const Node& body = *node.children.front();
  const bool may_be_empty = char_length(body).min == 0;
  const Next again = may_be_empty ? Next::anything() : first_of(body, Next::anything());
  const uint32_t begin = build_.emit(
      {.op = node.greedy ? Op::split : Op::split_far, .table = build_.table_of(again, after)});
  const uint32_t mark = may_be_empty ? build_.restored_registers(1) : 0;
  if (may_be_empty) build_.emit({.op = Op::empty_begin, .index = mark});
  emit(body, after_copy(node, node.min, after));
  uint32_t check = 0;
  if (may_be_empty) check = build_.emit({.op = Op::empty_end, .index = mark});
  build_.emit({.op = Op::jump, .target = begin});
  build_.at(begin).target = build_.here();
  if (may_be_empty) build_.at(check).target = build_.here();
}

// The copies after the required ones, each only after the one before.
void Compiler::emit_optional(const Node& node, const Next& after) {
  const Node& body = *node.children.front();
  const Next again =
      char_length(body).min == 0 ? Next::anything() : first_of(body, Next::anything());
  std::vector<uint32_t> splits;
  for (uint32_t i = node.min; i < node.max; ++i) {
    splits.push_back(build_.emit(
        {.op = node.greedy ? Op::split : Op::split_far, .table = build_.table_of(again, after)}));
    emit(body, after_copy(node, i, after));
  }
  for (const uint32_t split : splits) build_.at(split).target = build_.here();
}

void Compiler::emit_counted(const Node& node) {
  const uint32_t counter = build_.restored_registers(1);
  build_.emit({.op = Op::counter_zero, .index = counter});
  const uint32_t loop = build_.emit({.op = Op::counter_loop,
                                     .index = counter,
                                     .min = node.min,
                                     .max = node.max,
                                     .table = node.greedy ? 0U : 1U});
  build_.emit({.op = Op::counter_add, .index = counter});
  const bool may_be_empty = char_length(*node.children.front()).min == 0;
  const uint32_t mark = may_be_empty ? build_.restored_registers(1) : 0;
  if (may_be_empty) build_.emit({.op = Op::empty_begin, .index = mark});
  emit(*node.children.front(), Next::anything());
  uint32_t check = 0;
  if (may_be_empty) check = build_.emit({.op = Op::empty_end, .index = mark});
  build_.emit({.op = Op::jump, .target = loop});
  build_.at(loop).target = build_.here();
  if (may_be_empty) build_.at(check).target = build_.here();
}

void Compiler::emit_capture(const Node& node, const Next& after) {
  const uint32_t base = group_registers_[node.group];
  if (base == kNoRegister) return emit(*node.children.front(), after);
  build_.emit({.op = Op::capture_begin, .index = base});
  emit(*node.children.front(), after);
  build_.emit({.op = Op::capture_end, .index = base});
}

void Compiler::emit_atomic(const Node& node) {
  const Node& body = *node.children.front();
  CodeSet set;
  if (body.kind == NodeKind::repeat && body.greedy && as_set(*body.children.front(), set)) {
    return emit_span(body, set, Next::done());
  }
  const uint32_t mark = build_.registers(1);
  build_.emit({.op = Op::atomic_begin, .index = mark});
  emit(body, Next::done());
  build_.emit({.op = Op::atomic_end, .index = mark});
}

void Compiler::emit_look(const Node& node) {
  const Node& body = *node.children.front();
  switch (node.look) {
    case LookKind::ahead: return emit_ahead(body, false);
    case LookKind::not_ahead: return emit_ahead(body, true);
    case LookKind::behind:
    case LookKind::not_behind: {
      const bool negative = node.look == LookKind::not_behind;
      if (!matches_nothing(node)) return emit_behind(body, negative);
      if (negative) build_.emit({.op = Op::fail});
      return;
    }
  }
}

void Compiler::emit_ahead(const Node& body, bool negative) {
  CodeSet set;
  if (as_set(body, set)) {
    build_.emit({.op = Op::ahead_set, .index = build_.class_of(set), .max = negative ? 1U : 0U});
    return;
  }
  const uint32_t mark = build_.registers(2);
  const uint32_t begin =
      build_.emit({.op = negative ? Op::not_begin : Op::ahead_begin, .index = mark});
  emit(body, Next::done());
  build_.emit({.op = negative ? Op::not_end : Op::ahead_end, .index = mark});
  build_.at(begin).target = build_.here();
}

void Compiler::emit_behind(const Node& body, bool negative) {
  CodeSet set;
  if (as_set(body, set)) {
    build_.emit({.op = Op::behind_set, .index = build_.class_of(set), .max = negative ? 1U : 0U});
    return;
  }
  const CharLength length = char_length(body);
  const uint32_t mark = build_.registers(2);
  const uint32_t begin =
      build_.emit({.op = negative ? Op::not_begin : Op::ahead_begin, .index = mark});
  emit_behind_body(body, length);
  build_.emit({.op = negative ? Op::not_end : Op::ahead_end, .index = mark});
  build_.at(begin).target = build_.here();
}

void Compiler::emit_behind_body(const Node& body, const CharLength& length) {
  const uint32_t saved = build_.registers(2);
  program_.restores = true;
  build_.emit({.op = Op::behind_begin, .index = saved, .max = length.min == length.max ? 0U : 1U});
  build_.emit({.op = Op::behind_step, .min = length.min, .max = length.max});
  emit(body, Next::anything());
  build_.emit({.op = Op::behind_end, .index = saved});
}

void Compiler::emit_reference(const Node& node) {
  std::vector<uint32_t> registers;
  for (auto group = node.groups.rbegin(); group != node.groups.rend(); ++group) {
    registers.push_back(group_registers_[*group]);
  }
  build_.emit({.op = Op::reference,
               .index = static_cast<uint32_t>(program_.references.size()),
               .max = node.ignore_case ? 1U : 0U});
  program_.references.push_back(std::move(registers));
}

}  // namespace

Program compile(std::string_view pattern) {
  Program program;
  program.pattern = pattern;
  Syntax syntax = parse(pattern);
  syntax.root = simplify(std::move(syntax.root));
  Compiler(program, syntax).run(*syntax.root);
  return program;
}

Program compile_literal(std::string_view text) {
  Program program;
  program.pattern = text;
  Syntax syntax;
  syntax.root = make_literal(utf8::to_u32(text), false);
  Compiler(program, syntax).run(*syntax.root);
  return program;
}

}  // namespace penstock::regex
