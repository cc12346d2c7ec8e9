// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <vector>

#include "generation/jinja/attributes.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/nodes.hpp"
#include "generation/jinja/operators.hpp"

// Expression nodes, by the names of jinja2.nodes.

namespace penstock::jinja {

class Const final : public Expression {
 public:
  explicit Const(const Value& value) : value_(value) {}
  Value evaluate(State&, Env&) const override { return value_; }
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "const"; }

 private:
  Value value_;
};

enum class NameContext : std::uint8_t { load, store, param };

class Name final : public Expression {
 public:
  Name(const Str* text, NameContext how) : name(text), context(how) { type = NodeType::name; }
  Value evaluate(State& state, Env& env) const override;
  void assign(State& state, Env& env, const Value& value) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return ""; }

  const Str* name;
  NameContext context;
  Slot slot;
};

// The target of `set ns.attr = ...`.
class NSRef final : public Expression {
 public:
  NSRef(const Str* owner, const Str* member) : name(owner), attribute(member) {
    type = NodeType::member_target;
  }
  Value evaluate(State& state, Env& env) const override;
  void assign(State& state, Env& env, const Value& value) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return ""; }

  const Str* name;
  const Str* attribute;
  Slot slot;
};

class TupleOrList final : public Expression {
 public:
  TupleOrList(std::vector<Expression*> parts, bool is_tuple)
      : items(std::move(parts)), tuple(is_tuple) {}
  Value evaluate(State& state, Env& env) const override;
  void assign(State& state, Env& env, const Value& value) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override;
  void children(NodeVisitor& visitor) override;

  std::vector<Expression*> items;
  bool tuple;
};

class DictExpression final : public Expression {
 public:
  explicit DictExpression(std::vector<std::pair<Expression*, Expression*>> items)
      : items_(std::move(items)) {}
  Value evaluate(State& state, Env& env) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "dict"; }
  void children(NodeVisitor& visitor) override;

 private:
  std::vector<std::pair<Expression*, Expression*>> items_;
};

// `yes if test else no`; without `no` an undefined value.
class CondExpr final : public Expression {
 public:
  CondExpr(Expression* test, Expression* yes, Expression* no) : test_(test), yes_(yes), no_(no) {}
  Value evaluate(State& state, Env& env) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "condexpr"; }
  void children(NodeVisitor& visitor) override;

 private:
  Expression* test_;
  Expression* yes_;
  Expression* no_;
};

class BinaryExpression final : public Expression {
 public:
  BinaryExpression(Binary op, Expression* left, Expression* right)
      : op_(op), left_(left), right_(right) {}
  Value evaluate(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override;

 private:
  Binary op_;
  Expression* left_;
  Expression* right_;
};

class AndOr final : public Expression {
 public:
  AndOr(bool is_and, Expression* left, Expression* right)
      : is_and_(is_and), left_(left), right_(right) {}
  Value evaluate(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override;

 private:
  bool is_and_;
  Expression* left_;
  Expression* right_;
};

enum class Unary : std::uint8_t { logical_not, negative, positive };

class UnaryExpression final : public Expression {
 public:
  UnaryExpression(Unary op, Expression* operand) : op_(op), operand_(operand) {}
  Value evaluate(State& state, Env& env) const override;
  void children(NodeVisitor& visitor) override { visitor.visit(*operand_); }

 private:
  Unary op_;
  Expression* operand_;
};

class Concat final : public Expression {
 public:
  explicit Concat(std::vector<Expression*> parts) : parts_(std::move(parts)) {}
  Value evaluate(State& state, Env& env) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "concat"; }
  void children(NodeVisitor& visitor) override;

 private:
  std::vector<Expression*> parts_;
};

class Compare final : public Expression {
 public:
  Compare(Expression* first, std::vector<std::pair<Comparison, Expression*>> rest)
      : first_(first), rest_(std::move(rest)) {}
  Value evaluate(State& state, Env& env) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "compare"; }
  void children(NodeVisitor& visitor) override;

 private:
  Expression* first_;
  std::vector<std::pair<Comparison, Expression*>> rest_;
};

class Getattr final : public Expression {
 public:
  Getattr(Expression* owner, const Str* attribute)
      : object(owner), name(attribute), methods(find_methods(attribute->view())) {}
  Value evaluate(State& state, Env& env) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "getattr"; }
  void children(NodeVisitor& visitor) override { visitor.visit(*object); }

  Expression* object;
  const Str* name;
  Methods methods;
};

class Getitem final : public Expression {
 public:
  Getitem(Expression* object, Expression* key) : object_(object), key_(key) {}
  Value evaluate(State& state, Env& env) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "getitem"; }
  void children(NodeVisitor& visitor) override;

 private:
  Expression* object_;
  Expression* key_;
};

// object[start:stop:step]; bounds may be null.
class SliceExpression final : public Expression {
 public:
  SliceExpression(Expression* object, Expression* start, Expression* stop, Expression* step)
      : object_(object), bounds_{start, stop, step} {}
  Value evaluate(State& state, Env& env) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "getitem"; }
  void children(NodeVisitor& visitor) override;

 private:
  Expression* object_;
  Expression* bounds_[3];
};

// What stands between the parentheses of a call, a filter or a test.
struct CallArguments {
  std::vector<Expression*> positional;
  std::vector<std::pair<const Str*, Expression*>> keywords;
  Expression* more_positional = nullptr;  // *args
  Expression* more_keywords = nullptr;    // **kwargs

  void children(NodeVisitor& visitor) const;
  // Evaluates all of them, `first` before them if given and `caller` after; calls `use(Args&)`.
  template <class Use>
  Value with(State& state, Env& env, const Value& first, const Value& caller, Use use) const;
};

class Call final : public Expression {
 public:
  Call(Expression* callee, CallArguments arguments)
      : callee_(callee), arguments_(std::move(arguments)) {}
  Value evaluate(State& state, Env& env) const override;
  // The call of a `call` block: its body goes along as `caller`.
  [[nodiscard]] Value evaluate_with(State& state, Env& env, const Value& caller) const;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "call"; }
  void children(NodeVisitor& visitor) override;

 private:
  Expression* callee_;
  CallArguments arguments_;
};

class Filter final : public Expression {
 public:
  // A null operand: the text of a filter or set block.
  Filter(Expression* operand, std::string name, const FilterEntry* entry, CallArguments arguments)
      : operand_(operand),
        name_(std::move(name)),
        entry_(entry),
        arguments_(std::move(arguments)) {}
  Value evaluate(State& state, Env& env) const override;
  // The same with the innermost operand's text given.
  [[nodiscard]] Value apply(State& state, Env& env, const Value& text) const;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "filter"; }
  void children(NodeVisitor& visitor) override;
  [[nodiscard]] bool known() const noexcept { return entry_ != nullptr; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  Expression* operand_;
  std::string name_;
  const FilterEntry* entry_;
  CallArguments arguments_;
};

class Test final : public Expression {
 public:
  Test(Expression* operand, std::string name, const FilterEntry* entry, CallArguments arguments)
      : operand_(operand),
        name_(std::move(name)),
        entry_(entry),
        arguments_(std::move(arguments)) {}
  Value evaluate(State& state, Env& env) const override;
  [[nodiscard]] std::string_view not_assignable() const noexcept override { return "test"; }
  void children(NodeVisitor& visitor) override;
  [[nodiscard]] bool known() const noexcept { return entry_ != nullptr; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  Expression* operand_;
  std::string name_;
  const FilterEntry* entry_;
  CallArguments arguments_;
};

}  // namespace penstock::jinja
