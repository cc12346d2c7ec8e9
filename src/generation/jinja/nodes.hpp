// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "generation/jinja/state.hpp"

// The parsed template. Nodes are immutable once `resolve_names` has run; rendering reads them from
// any number of threads.

namespace penstock::jinja {

// One Python function of the compiled template in the reference: the template itself, a macro, a
// filtered or recursive loop. Its variables live in the slots of an Env.
struct Function {
  Function* parent = nullptr;
  std::vector<std::pair<int, const Str*>> slots;  // scope level and name of each variable
};

// The variables of one call. Inner functions see those of the outer ones as they are then.
struct Env {
  Value* slots = nullptr;
  Env* parent = nullptr;
};

// A variable: `up` calls outwards, then its slot.
struct Slot {
  std::uint16_t up = 0;
  std::uint16_t index = 0;

  [[nodiscard]] Value& in(Env& env) const noexcept {
    Env* at = &env;
    for (std::uint16_t i = 0; i < up; ++i) at = at->parent;
    return at->slots[index];
  }
};

// What happens to a scope's variable when the scope begins.
struct ScopeLoad {
  enum class From : std::uint8_t { variables, outer, nothing };
  Slot slot;
  From from = From::nothing;
  Slot outer;
  const Str* name = nullptr;
};

// A lexical scope inside a function.
struct Scope {
  std::vector<ScopeLoad> loads;
  std::vector<Slot> locals;  // unset when the scope ends

  void enter(State& state, Env& env) const;
  void leave(Env& env) const noexcept;
};

enum class Flow : std::uint8_t { next, break_loop, continue_loop };

class Node;
class NodeVisitor {
 public:
  virtual void visit(Node& node) = 0;

 protected:
  ~NodeVisitor() = default;
};

enum class NodeType : std::uint8_t {
  name,
  member_target,  // ns.attr = ...
  other_expression,
  if_,
  for_,
  macro,
  call_block,
  filter_block,
  with,
  assign,
  assign_block,
  break_,
  continue_,
  other_statement,
};

class Node {
 public:
  Position at;
  NodeType type = NodeType::other_expression;

  Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  virtual ~Node() = default;
  // The nodes directly below, in the order of Jinja's fields.
  virtual void children(NodeVisitor&) {}
};

class Expression : public Node {
 public:
  int height = 1;  // nodes on the longest way down
  [[nodiscard]] virtual Value evaluate(State& state, Env& env) const = 0;
  // Assigns to a target: a name, `ns.attr` or a tuple of them.
  virtual void assign(State& state, Env& env, const Value& value) const;
  // The word of Jinja's "can't assign to ..."; empty if it can.
  [[nodiscard]] virtual std::string_view not_assignable() const noexcept { return "expression"; }
};

class Statement : public Node {
 public:
  [[nodiscard]] virtual Flow run(State& state, Env& env) const = 0;
};

using Body = std::vector<Statement*>;

[[nodiscard]] Flow run_all(const Body& body, State& state, Env& env);
void visit_all(const Body& body, NodeVisitor& visitor);

// Everything a template is made of; nodes point into one another.
struct Tree {
  Arena arena{std::size_t{64} * 1024 * 1024};  // literals and names
  std::vector<std::unique_ptr<Node>> nodes;
  std::vector<std::unique_ptr<Function>> functions;
  Body body;
  Function* root = nullptr;
  Scope scope;

  [[nodiscard]] const Str* text(std::string_view value);
};

// Reads a template; throws SyntaxFault.
void parse(std::string_view source, Tree& tree);
// Gives every name its slot, by Jinja's scoping rules; throws SyntaxFault.
void resolve_names(Tree& tree);

}  // namespace penstock::jinja
