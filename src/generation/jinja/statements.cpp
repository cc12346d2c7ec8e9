// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/statements.hpp"

#include "generation/jinja/loop.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {

Flow run_all(const Body& body, State& state, Env& env) {
  for (const Statement* node : body) {
    state.step();
    state.at = node->at;
    if (const Flow flow = node->run(state, env); flow != Flow::next) return flow;
  }
  return Flow::next;
}

void visit_all(const Body& body, NodeVisitor& visitor) {
  for (Statement* node : body) visitor.visit(*node);
}

namespace {

void write(State& state, std::string_view text) {
  state.out->append(text);
  state.check_output(state.out->size());
}

}  // namespace

void Scope::enter(State& state, Env& env) const {
  for (const ScopeLoad& load : loads) {
    Value& value = load.slot.in(env);
    if (load.from == ScopeLoad::From::nothing) {
      value = {};
    } else if (load.from == ScopeLoad::From::outer) {
      value = load.outer.in(env);
    } else {
      value = state.variable(load.name->view());
    }
  }
}

void Scope::leave(Env& env) const noexcept {
  for (const Slot& slot : locals) slot.in(env) = {};
}

Flow Output::run(State& state, Env& env) const {
  for (const Part& part : parts_) {
    if (part.text != nullptr) {
      write(state, part.text->view());
      continue;
    }
    state.at = part.expression->at;
    const Value value = part.expression->evaluate(state, env);
    if (value.is_string()) {
      write(state, value.text());
    } else {
      std::string text;
      append_str(state, text, value);
      write(state, text);
    }
  }
  state.wrote();
  return Flow::next;
}

void Output::children(NodeVisitor& visitor) {
  for (const Part& part : parts_) {
    if (part.expression != nullptr) visitor.visit(*part.expression);
  }
}

Flow If::run(State& state, Env& env) const {
  for (const Branch& branch : branches) {
    state.at = branch.test->at;
    if (truth(state, branch.test->evaluate(state, env))) return run_all(branch.body, state, env);
  }
  return run_all(otherwise, state, env);
}

void If::children(NodeVisitor& visitor) {
  for (const Branch& branch : branches) {
    visitor.visit(*branch.test);
    visit_all(branch.body, visitor);
  }
  visit_all(otherwise, visitor);
}

namespace {

// The generator of `for x in items if test`.
class Filtered final : public Iterator {
 public:
  Filtered(const For& node, Iterator* items, Env env) noexcept
      : node_(node), items_(items), env_(env) {}
  bool next(State& state, Value& out) override {
    if (!entered_) node_.test_scope.enter(state, env_);
    entered_ = true;
    for (Value item; items_->next(state, item);) {
      state.step();
      node_.test_target->assign(state, env_, item);
      if (!truth(state, node_.test->evaluate(state, env_))) continue;
      out = node_.test_target->evaluate(state, env_);
      return true;
    }
    return false;
  }

 private:
  const For& node_;
  Iterator* items_;
  Env env_;
  bool entered_ = false;
};

Env new_env(State& state, const Function& function, Env* parent) {
  return {state.arena.array<Value>(function.slots.size()), parent};
}

}  // namespace

Flow For::run(State& state, Env& env) const {
  const Value value = items->evaluate(state, env);
  if (!recursive) return loop(state, env, &env, value, 0);
  const Value text = recurse(state, &env, value, 0);
  write(state, text.text());
  state.wrote();
  return Flow::next;
}

Value For::recurse(State& state, Env* outer, const Value& value, std::int64_t depth) const {
  state.check_stack();
  const Capture capture(state);
  Env* env = state.arena.make<Env>(new_env(state, *function, outer));
  (void)loop(state, *env, outer, value, depth);
  return state.str(capture.text());
}

Flow For::loop(State& state, Env& env, Env* outer, const Value& value, std::int64_t depth) const {
  Value given = value;
  Iterator* iterator = iterate(state, value);
  if (test != nullptr) {
    iterator = state.arena.make<Filtered>(*this, iterator, new_env(state, *test_function, outer));
    given = Value::of(static_cast<Object*>(iterator));
  }
  LoopContext* context = nullptr;
  if (uses_loop) context = state.arena.make<LoopContext>(*this, given, iterator, outer, depth);
  bool unfinished = true;  // no turn came to its end
  for (Value item; context == nullptr ? iterator->next(state, item) : context->next(state, item);) {
    state.step();
    target->assign(state, env, item);
    if (context != nullptr) loop_slot.in(env) = Value::of(static_cast<Object*>(context));
    scope.enter(state, env);
    const Flow flow = run_all(body, state, env);
    if (flow == Flow::break_loop) break;
    // As in the code that Jinja writes: a turn that `continue` ends does not keep the else away.
    if (flow == Flow::next) unfinished = false;
  }
  scope.leave(env);
  if (!unfinished || otherwise.empty()) return Flow::next;
  else_scope.enter(state, env);
  const Flow flow = run_all(otherwise, state, env);
  else_scope.leave(env);
  return flow;
}

void For::children(NodeVisitor& visitor) {
  visitor.visit(*target);
  visitor.visit(*items);
  visit_all(body, visitor);
  visit_all(otherwise, visitor);
  if (test != nullptr) visitor.visit(*test);
}

Flow MacroStatement::run(State& state, Env& env) const {
  slot.in(env) = make_macro(state, macro, env);
  return Flow::next;
}

Flow CallBlock::run(State& state, Env& env) const {
  const Value caller = make_macro(state, macro, env);
  if (call != nullptr) {
    std::string text;
    append_str(state, text, call->evaluate_with(state, env, caller));
    write(state, text);
  } else {
    Args none;
    const Value text = caller.object->call(state, none);
    state.generated(*text.string);
    write(state, text.text());
  }
  state.wrote();
  return Flow::next;
}

void CallBlock::children(NodeVisitor& visitor) {
  if (call != nullptr) visitor.visit(*call);
  macro.children(visitor);
}

namespace {

Value captured(State& state, Env& env, const Body& body) {
  const Capture capture(state);
  (void)run_all(body, state, env);
  return state.str(capture.text());
}

}  // namespace

Flow FilterBlock::run(State& state, Env& env) const {
  scope.enter(state, env);
  std::string text;
  {
    const Capture capture(state);
    if (const Flow flow = run_all(body, state, env); flow != Flow::next) return flow;
    text = capture.text();
  }
  const Value made = filter->apply(state, env, state.str(text));
  text.clear();
  append_str(state, text, made);
  write(state, text);
  state.wrote();
  scope.leave(env);
  return Flow::next;
}

void FilterBlock::children(NodeVisitor& visitor) {
  visit_all(body, visitor);
  visitor.visit(*filter);
}

Flow With::run(State& state, Env& env) const {
  scope.enter(state, env);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    targets[i]->assign(state, env, values[i]->evaluate(state, env));
  }
  const Flow flow = run_all(body, state, env);
  scope.leave(env);
  return flow;
}

void With::children(NodeVisitor& visitor) {
  for (Expression* target : targets) visitor.visit(*target);
  for (Expression* value : values) visitor.visit(*value);
  visit_all(body, visitor);
}

Flow Assign::run(State& state, Env& env) const {
  state.at = value->at;
  target->assign(state, env, value->evaluate(state, env));
  return Flow::next;
}

void Assign::children(NodeVisitor& visitor) {
  visitor.visit(*target);
  visitor.visit(*value);
}

Flow AssignBlock::run(State& state, Env& env) const {
  scope.enter(state, env);
  Value text = captured(state, env, body);
  if (filter != nullptr) text = filter->apply(state, env, text);
  target->assign(state, env, text);
  scope.leave(env);
  return Flow::next;
}

void AssignBlock::children(NodeVisitor& visitor) {
  visitor.visit(*target);
  if (filter != nullptr) visitor.visit(*filter);
  visit_all(body, visitor);
}

}  // namespace penstock::jinja
