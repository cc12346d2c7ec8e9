// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/expressions.hpp"

#include <algorithm>

#include "generation/jinja/markup.hpp"
#include "generation/jinja/slicing.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

void visit_if(NodeVisitor& visitor, Expression* node) {
  if (node != nullptr) visitor.visit(*node);
}

Value evaluate_if(const Expression* node, State& state, Env& env) {
  return node == nullptr ? Value{} : node->evaluate(state, env);
}

}  // namespace

void Expression::assign(State&, Env&, const Value&) const {}

Value Name::evaluate(State& state, Env& env) const {
  const Value& value = slot.in(env);
  return value.given() ? value : state.undefined_variable(name);
}

void Name::assign(State&, Env& env, const Value& value) const { slot.in(env) = value; }

Value NSRef::evaluate(State& state, Env& env) const {
  const Value& value = slot.in(env);
  return value.given() ? value : state.undefined_variable(name);
}

void NSRef::assign(State& state, Env& env, const Value& value) const {
  set_namespace(state, slot.in(env), attribute, value);
}

Value TupleOrList::evaluate(State& state, Env& env) const {
  state.step(items.size());
  List* made = state.arena.make<List>();
  made->items = state.arena.array<Value>(items.size());
  made->size = made->capacity = items.size();
  for (std::size_t i = 0; i < items.size(); ++i) made->items[i] = items[i]->evaluate(state, env);
  return tuple ? Value::of_tuple(made) : Value::of_list(made);
}

void TupleOrList::assign(State& state, Env& env, const Value& value) const {
  Iterator* values = try_iterate(state, value);
  if (values == nullptr) {
    throw_type("cannot unpack non-iterable " + bare_type_name(value) + " object");
  }
  std::vector<Value> found;
  for (Value item; found.size() <= items.size() && values->next(state, item);)
    found.push_back(item);
  if (found.size() > items.size()) {
    throw_value("too many values to unpack (expected " + std::to_string(items.size()) + ")");
  }
  if (found.size() < items.size()) {
    throw_value("not enough values to unpack (expected " + std::to_string(items.size()) + ", got " +
                std::to_string(found.size()) + ")");
  }
  for (std::size_t i = 0; i < items.size(); ++i) items[i]->assign(state, env, found[i]);
}

std::string_view TupleOrList::not_assignable() const noexcept {
  if (!tuple) return "list";
  for (const Expression* item : items) {
    if (!item->not_assignable().empty()) return "tuple";
  }
  return "";
}

void TupleOrList::children(NodeVisitor& visitor) {
  for (Expression* item : items) visitor.visit(*item);
}

Value DictExpression::evaluate(State& state, Env& env) const {
  state.step(items_.size());
  Dict* made = state.arena.make<Dict>();
  for (const auto& [key, value] : items_) {
    const Value name = key->evaluate(state, env);
    made->set(state.arena, name, value->evaluate(state, env));
  }
  return Value::of(made);
}

void DictExpression::children(NodeVisitor& visitor) {
  for (const auto& [key, value] : items_) {
    visitor.visit(*key);
    visitor.visit(*value);
  }
}

Value CondExpr::evaluate(State& state, Env& env) const {
  if (truth(state, test_->evaluate(state, env))) return yes_->evaluate(state, env);
  if (no_ != nullptr) return no_->evaluate(state, env);
  return state.undefined_hint("the inline if-expression on line " + std::to_string(at.line) +
                              " evaluated to false and no else section was defined.");
}

void CondExpr::children(NodeVisitor& visitor) {
  visitor.visit(*test_);
  visitor.visit(*yes_);
  visit_if(visitor, no_);
}

Value BinaryExpression::evaluate(State& state, Env& env) const {
  state.step();
  const Value left = left_->evaluate(state, env);
  return binary(state, op_, left, right_->evaluate(state, env));
}

void BinaryExpression::children(NodeVisitor& visitor) {
  visitor.visit(*left_);
  visitor.visit(*right_);
}

Value AndOr::evaluate(State& state, Env& env) const {
  const Value left = left_->evaluate(state, env);
  return truth(state, left) == is_and_ ? right_->evaluate(state, env) : left;
}

void AndOr::children(NodeVisitor& visitor) {
  visitor.visit(*left_);
  visitor.visit(*right_);
}

Value UnaryExpression::evaluate(State& state, Env& env) const {
  const Value value = operand_->evaluate(state, env);
  if (op_ == Unary::logical_not) return Value::of(!truth(state, value));
  return op_ == Unary::negative ? negative(state, value) : positive(state, value);
}

Value Concat::evaluate(State& state, Env& env) const {
  Value out = Value::of(to_str(state, parts_[0]->evaluate(state, env)));
  for (std::size_t i = 1; i < parts_.size(); ++i) {
    const Str* next = to_str(state, parts_[i]->evaluate(state, env));
    out = state.joined(*out.string, *next, false);
  }
  return out;
}

void Concat::children(NodeVisitor& visitor) {
  for (Expression* part : parts_) visitor.visit(*part);
}

Value Compare::evaluate(State& state, Env& env) const {
  Value left = first_->evaluate(state, env);
  for (const auto& [op, operand] : rest_) {
    const Value right = operand->evaluate(state, env);
    if (!compare(state, op, left, right)) return Value::of(false);
    left = right;
  }
  return Value::of(true);
}

void Compare::children(NodeVisitor& visitor) {
  visitor.visit(*first_);
  for (const auto& [op, operand] : rest_) visitor.visit(*operand);
}

Value Getattr::evaluate(State& state, Env& env) const {
  return get_attribute(state, object->evaluate(state, env), *name, methods);
}

Value Getitem::evaluate(State& state, Env& env) const {
  const Value object = object_->evaluate(state, env);
  return get_item(state, object, key_->evaluate(state, env));
}

void Getitem::children(NodeVisitor& visitor) {
  visitor.visit(*object_);
  visitor.visit(*key_);
}

Value SliceExpression::evaluate(State& state, Env& env) const {
  const Value object = object_->evaluate(state, env);
  const Value start = evaluate_if(bounds_[0], state, env);
  const Value stop = evaluate_if(bounds_[1], state, env);
  return slice(state, object, start, stop, evaluate_if(bounds_[2], state, env));
}

void SliceExpression::children(NodeVisitor& visitor) {
  visitor.visit(*object_);
  for (Expression* each : bounds_) visit_if(visitor, each);
}

void CallArguments::children(NodeVisitor& visitor) const {
  for (Expression* each : positional) visitor.visit(*each);
  for (const auto& [name, value] : keywords) visitor.visit(*value);
  visit_if(visitor, more_positional);
  visit_if(visitor, more_keywords);
}

namespace {

void add_keyword(std::vector<Keyword>& keywords, std::string_view name, const Value& value) {
  const auto same = [name](const Keyword& keyword) { return keyword.name == name; };
  if (std::any_of(keywords.begin(), keywords.end(), same)) {
    throw_type("got multiple values for keyword argument " + str_repr(name));
  }
  keywords.push_back({name, value});
}

void add_dict(State& state, std::vector<Keyword>& keywords, const Value& value) {
  if (value.is(Kind::undefined)) throw_undefined(state, value);
  if (!value.is(Kind::dict)) {
    throw_type("argument after ** must be a mapping, not " + bare_type_name(value));
  }
  for (std::size_t i = 0; i < value.dict->size; ++i) {
    const DictEntry& entry = value.dict->entries[i];
    if (!entry.key.is_string()) throw_type("keywords must be strings");
    add_keyword(keywords, entry.key.text(), entry.value);
  }
}

constexpr std::size_t kFew = 6;

}  // namespace

template <class Use>
Value CallArguments::with(State& state, Env& env, const Value& first, const Value& caller,
                          Use use) const {
  const std::size_t lead = first.given() ? 1 : 0;
  if (keywords.empty() && more_positional == nullptr && more_keywords == nullptr &&
      !caller.given() && positional.size() < kFew) {
    Value values[kFew + 1];
    values[0] = first;
    for (std::size_t i = 0; i < positional.size(); ++i) {
      values[lead + i] = positional[i]->evaluate(state, env);
    }
    Args args{{values, lead + positional.size()}, {}};
    return use(args);
  }
  std::vector<Value> values;
  std::vector<Keyword> named;
  if (lead != 0) values.push_back(first);
  for (const Expression* each : positional) values.push_back(each->evaluate(state, env));
  for (const auto& [name, value] : keywords) {
    add_keyword(named, name->view(), value->evaluate(state, env));
  }
  if (caller.given()) add_keyword(named, "caller", caller);
  if (more_positional != nullptr) {
    const Value more = more_positional->evaluate(state, env);
    for (const Value& item : collect(state, more)->span()) values.push_back(item);
  }
  if (more_keywords != nullptr) add_dict(state, named, more_keywords->evaluate(state, env));
  Args args{values, named};
  return use(args);
}

Value Call::evaluate(State& state, Env& env) const { return evaluate_with(state, env, {}); }

Value Call::evaluate_with(State& state, Env& env, const Value& caller) const {
  state.step();
  state.check_stack();
  // object.method(...) needs no bound method in between.
  if (const auto* member = dynamic_cast<const Getattr*>(callee_)) {
    const Value object = member->object->evaluate(state, env);
    const Method* method = member->methods.of(object);
    if (method != nullptr && method->call != nullptr) {
      return arguments_.with(state, env, {}, caller,
                             [&](const Args& args) { return method->call(state, object, args); });
    }
    const Value callee = get_attribute(state, object, *member->name, member->methods);
    return arguments_.with(state, env, {}, caller,
                           [&](Args& args) { return call_value(state, callee, args); });
  }
  const Value callee = callee_->evaluate(state, env);
  return arguments_.with(state, env, {}, caller,
                         [&](Args& args) { return call_value(state, callee, args); });
}

void Call::children(NodeVisitor& visitor) {
  visitor.visit(*callee_);
  arguments_.children(visitor);
}

Value Filter::evaluate(State& state, Env& env) const {
  if (operand_ == nullptr) return {};
  const Value value = operand_->evaluate(state, env);
  return arguments_.with(state, env, value, {}, [&](const Args& args) {
    if (entry_ == nullptr) {
      throw Fault(FaultType::runtime, "No filter named " + str_repr(name_) + " found.");
    }
    state.step();
    return entry_->call(state, args);
  });
}

Value Filter::apply(State& state, Env& env, const Value& text) const {
  const auto* inner = static_cast<const Filter*>(operand_);
  const Value value = inner == nullptr ? text : inner->apply(state, env, text);
  return arguments_.with(state, env, value, {}, [&](const Args& args) {
    if (entry_ == nullptr) {
      throw Fault(FaultType::runtime, "No filter named " + str_repr(name_) + " found.");
    }
    return entry_->call(state, args);
  });
}

void Filter::children(NodeVisitor& visitor) {
  visit_if(visitor, operand_);
  arguments_.children(visitor);
}

Value Test::evaluate(State& state, Env& env) const {
  const Value value = operand_->evaluate(state, env);
  return arguments_.with(state, env, value, {}, [&](const Args& args) {
    if (entry_ == nullptr) {
      throw Fault(FaultType::runtime, "No test named " + str_repr(name_) + " found.");
    }
    state.step();
    return entry_->call(state, args);
  });
}

void Test::children(NodeVisitor& visitor) {
  visitor.visit(*operand_);
  arguments_.children(visitor);
}

}  // namespace penstock::jinja
