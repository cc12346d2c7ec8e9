// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "generation/jinja/statements.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

// jinja2.runtime.Macro
class Macro final : public Object {
 public:
  Macro(const MacroBody& body, Env& closure) noexcept : body_(body), closure_(closure) {}

  [[nodiscard]] std::string_view type_name() const noexcept override {
    return "jinja2.runtime.Macro";
  }
  [[nodiscard]] bool callable() const noexcept override { return true; }

  Value attribute(State& state, std::string_view name) override {
    if (name == "name") return body_.name == nullptr ? Value::none() : Value::of(body_.name);
    if (name == "arguments") {
      List* names = state.arena.make<List>();
      for (const Name* each : body_.arguments) names->push(state.arena, Value::of(each->name));
      return Value::of_tuple(names);
    }
    if (name == "catch_kwargs") return Value::of(body_.catches_kwargs);
    if (name == "catch_varargs") return Value::of(body_.catches_varargs);
    if (name == "caller") return Value::of(body_.uses_caller);
    return {};
  }

  std::string repr(State&) override {
    return "<Macro " + (body_.name == nullptr ? "anonymous" : str_repr(body_.name->view())) + ">";
  }

  Value call(State& state, Args& args) override {
    state.check_stack();
    Env* env = state.arena.make<Env>();
    env->slots = state.arena.array<Value>(body_.function->slots.size());
    env->parent = &closure_;
    bind(state, *env, args);
    const Capture capture(state);
    const Position at = state.at;
    body_.scope.enter(state, *env);
    set_defaults(state, *env);
    (void)run_all(body_.body, state, *env);
    state.at = at;
    return state.str(capture.text());
  }

 private:
  void bind(State& state, Env& env, const Args& args) const {
    const std::size_t count = body_.arguments.size();
    const std::size_t given = std::min(count, args.values.size());
    for (std::size_t i = 0; i < given; ++i) {
      body_.arguments[i]->slot.in(env) = args.values[i];
    }
    std::vector<Keyword> rest(args.keywords.begin(), args.keywords.end());
    for (std::size_t i = given; i < count; ++i) {
      const auto found = keyword(rest, body_.arguments[i]->name->view());
      if (found == rest.end()) continue;
      body_.arguments[i]->slot.in(env) = found->value;
      rest.erase(found);
    }
    if (body_.uses_caller && !body_.explicit_caller) bind_caller(state, env, rest);
    if (body_.catches_kwargs) {
      Dict* made = state.arena.make<Dict>();
      for (const Keyword& each : rest) {
        made->set(state.arena, state.borrow(each.name), each.value);
      }
      body_.kwargs.in(env) = Value::of(made);
    } else if (!rest.empty()) {
      unexpected(rest);
    }
    if (body_.catches_varargs) {
      body_.varargs.in(env) = state.tuple(args.values.subspan(given));
    } else if (args.values.size() > count) {
      throw_type("macro " + shown_name() + " takes not more than " + std::to_string(count) +
                 " argument(s)");
    }
  }

  static std::vector<Keyword>::iterator keyword(std::vector<Keyword>& all, std::string_view name) {
    return std::find_if(all.begin(), all.end(),
                        [name](const Keyword& each) { return each.name == name; });
  }

  void bind_caller(State& state, Env& env, std::vector<Keyword>& rest) const {
    const auto found = keyword(rest, "caller");
    Value caller;
    if (found != rest.end()) {
      caller = found->value;
      rest.erase(found);
    }
    if (!caller.given() || caller.is(Kind::none)) {
      caller = state.undefined_hint("No caller defined");
    }
    body_.caller.in(env) = caller;
  }

  std::string shown_name() const {
    return body_.name == nullptr ? "None" : str_repr(body_.name->view());
  }

  [[noreturn]] void unexpected(std::vector<Keyword>& rest) const {
    if (keyword(rest, "caller") != rest.end()) {
      throw_type("macro " + shown_name() +
                 " was invoked with two values for the special caller argument. This is most "
                 "likely a bug.");
    }
    throw_type("macro " + shown_name() + " takes no keyword argument " + str_repr(rest[0].name));
  }

  void set_defaults(State& state, Env& env) const {
    const std::size_t first = body_.arguments.size() - body_.defaults.size();
    for (std::size_t i = 0; i < body_.arguments.size(); ++i) {
      const Name& argument = *body_.arguments[i];
      Value& value = argument.slot.in(env);
      if (value.given()) continue;
      value = i >= first ? body_.defaults[i - first]->evaluate(state, env)
                         : state.undefined_hint("parameter " + str_repr(argument.name->view()) +
                                                " was not provided");
    }
  }

  const MacroBody& body_;
  Env& closure_;
};

}  // namespace

void MacroBody::children(NodeVisitor& visitor) const {
  for (Name* argument : arguments) visitor.visit(*argument);
  for (Expression* value : defaults) visitor.visit(*value);
  visit_all(body, visitor);
}

Value make_macro(State& state, const MacroBody& body, Env& closure) {
  Object* made = state.arena.make<Macro>(body, closure);
  return Value::of(made);
}

}  // namespace penstock::jinja
