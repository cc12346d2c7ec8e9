// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "generation/jinja/expressions.hpp"
#include "generation/jinja/nodes.hpp"

// Statement nodes, by the names of jinja2.nodes.

namespace penstock::jinja {

// Text and printed expressions.
class Output final : public Statement {
 public:
  struct Part {
    const Str* text;  // null: an expression
    Expression* expression;
  };
  explicit Output(std::vector<Part> parts) : parts_(std::move(parts)) {
    type = NodeType::other_statement;
  }
  Flow run(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override;

 private:
  std::vector<Part> parts_;
};

class If final : public Statement {
 public:
  If() { type = NodeType::if_; }
  Flow run(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override;

  struct Branch {
    Expression* test;
    Body body;
  };
  std::vector<Branch> branches;  // if and elif
  Body otherwise;
};

class For final : public Statement {
 public:
  For() { type = NodeType::for_; }
  Flow run(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override;
  // loop(items) of a recursive loop: the text of one more level.
  [[nodiscard]] Value recurse(State& state, Env* outer, const Value& items,
                              std::int64_t depth) const;

  Expression* target = nullptr;
  Expression* items = nullptr;
  Body body;
  Body otherwise;
  Expression* test = nullptr;
  bool recursive = false;

  // Set by resolve_names.
  bool uses_loop = false;
  Slot loop_slot;
  Scope scope;
  Scope else_scope;
  Function* function = nullptr;       // of a recursive loop
  Function* test_function = nullptr;  // of `for ... if test`
  Scope test_scope;
  Expression* test_target = nullptr;  // the target in the test's own function

 private:
  Flow loop(State& state, Env& env, Env* outer, const Value& value, std::int64_t depth) const;
};

// A macro or the body of a call block.
struct MacroBody {
  const Str* name = nullptr;  // null: the body of a call block
  std::vector<Name*> arguments;
  std::vector<Expression*> defaults;  // of the last arguments
  Body body;

  // Set by resolve_names.
  Function* function = nullptr;
  Scope scope;
  bool catches_kwargs = false;
  bool catches_varargs = false;
  bool uses_caller = false;
  bool explicit_caller = false;
  Slot caller;
  Slot kwargs;
  Slot varargs;

  void children(NodeVisitor& visitor) const;
};

// The callable that a macro or a call block's body becomes.
[[nodiscard]] Value make_macro(State& state, const MacroBody& body, Env& closure);

class MacroStatement final : public Statement {
 public:
  MacroStatement() { type = NodeType::macro; }
  Flow run(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override { macro.children(visitor); }

  MacroBody macro;
  Slot slot;
};

// `call`, and `generation`, whose text is the assistant's.
class CallBlock final : public Statement {
 public:
  CallBlock() { type = NodeType::call_block; }
  Flow run(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override;

  Call* call = nullptr;  // null: `generation`
  MacroBody macro;
  bool top = false;  // writes to the rendering itself
};

class FilterBlock final : public Statement {
 public:
  FilterBlock() { type = NodeType::filter_block; }
  Flow run(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override;

  Filter* filter = nullptr;
  Body body;
  Scope scope;
};

class With final : public Statement {
 public:
  With() { type = NodeType::with; }
  Flow run(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override;

  std::vector<Expression*> targets;
  std::vector<Expression*> values;
  Body body;
  Scope scope;
};

class Assign final : public Statement {
 public:
  Assign(Expression* to, Expression* from) : target(to), value(from) { type = NodeType::assign; }
  Flow run(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override;

  Expression* target;
  Expression* value;
};

class AssignBlock final : public Statement {
 public:
  AssignBlock() { type = NodeType::assign_block; }
  Flow run(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override;

  Expression* target = nullptr;
  Filter* filter = nullptr;
  Body body;
  Scope scope;
};

class LoopControl final : public Statement {
 public:
  explicit LoopControl(bool breaks) { type = breaks ? NodeType::break_ : NodeType::continue_; }
  Flow run(State&, Env&) const override {
    return type == NodeType::break_ ? Flow::break_loop : Flow::continue_loop;
  }
};

}  // namespace penstock::jinja
