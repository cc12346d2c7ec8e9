// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>
#include <limits>

#include "generation/jinja/parser.hpp"
#include "generation/jinja/symbols.hpp"
#include "generation/jinja/text.hpp"

// What jinja2.compiler does with names, without the code it writes.

namespace penstock::jinja {
namespace {

struct Frame {
  const Symbols* symbols;
  Function* function;
  bool soft = false;  // unknown filters and tests fail only when they run
};

class LoopTargets final : public NodeVisitor {
 public:
  void visit(Node& node) override {
    if (node.type == NodeType::name) {
      const auto& name = static_cast<const Name&>(node);
      if (name.context == NameContext::store && name.name->view() == "loop") {
        fail_at("Can't assign to special loop variable in for-loop target", node.at);
      }
    }
    node.children(*this);
  }
};

class Resolver;

// Resolves the expressions below a node.
class Expressions final : public NodeVisitor {
 public:
  Expressions(Resolver& resolver, Frame frame) : resolver_(resolver), frame_(frame) {}
  void visit(Node& node) override;

 private:
  Resolver& resolver_;
  Frame frame_;
};

class Resolver {
 public:
  explicit Resolver(Tree& tree) : tree_(tree) {}

  void run() {
    tree_.root = new_function(nullptr);
    Symbols& symbols = new_symbols(nullptr, tree_.root);
    for (Statement* node : tree_.body) find_symbols(symbols, *node);
    const Frame frame{&symbols, tree_.root};
    tree_.scope = scope_of(frame);
    body(tree_.body, frame);
  }

  [[nodiscard]] Slot slot(const Frame& frame, const Str* name) {
    const Symbols* owner = frame.symbols->find(name->view());
    return slot_in(frame.function, *owner, name);
  }

 private:
  Function* new_function(Function* parent) {
    tree_.functions.push_back(std::make_unique<Function>());
    tree_.functions.back()->parent = parent;
    return tree_.functions.back().get();
  }

  Symbols& new_symbols(const Symbols* parent, Function* function) {
    return symbols_.emplace_back(parent, function);
  }

  static Slot slot_in(const Function* from, const Symbols& owner, const Str* name) {
    Slot out;
    for (; from != owner.function(); from = from->parent) ++out.up;
    auto& slots = owner.function()->slots;
    const auto found = std::find_if(slots.begin(), slots.end(), [&](const auto& slot) {
      return slot.first == owner.level() && slot.second->view() == name->view();
    });
    const auto index = static_cast<std::size_t>(found - slots.begin());
    if (found == slots.end()) slots.emplace_back(owner.level(), name);
    if (index > std::numeric_limits<std::uint16_t>::max()) fail_at("too many variables", {});
    out.index = static_cast<std::uint16_t>(index);
    return out;
  }

  // What happens when a scope of this frame begins and ends.
  static Scope scope_of(const Frame& frame) {
    Scope scope;
    const Symbols& symbols = *frame.symbols;
    for (const auto& [name, load] : symbols.loads()) {
      const Str* text = symbols.text(name);
      const Slot slot = slot_in(frame.function, symbols, text);
      scope.locals.push_back(slot);
      switch (load.from) {
        case Symbols::From::parameter: break;
        case Symbols::From::variables:
          scope.loads.push_back({slot, ScopeLoad::From::variables, {}, text});
          break;
        case Symbols::From::outer:
          scope.loads.push_back(
              {slot, ScopeLoad::From::outer, slot_in(frame.function, *load.outer, text), text});
          break;
        case Symbols::From::nothing:
          scope.loads.push_back({slot, ScopeLoad::From::nothing, {}, text});
          break;
      }
    }
    return scope;
  }

  void expression(Expression* node, const Frame& frame) {
    if (node == nullptr) return;
    Expressions(*this, frame).visit(*node);
  }

  void body(const Body& statements, const Frame& frame) {
    for (Statement* node : statements) statement(*node, frame);
  }

  void statement(Statement& node, const Frame& frame) {
    switch (node.type) {
      case NodeType::if_: return if_(static_cast<If&>(node), frame);
      case NodeType::for_: return for_(static_cast<For&>(node), frame);
      case NodeType::macro: {
        auto& macro_node = static_cast<MacroStatement&>(node);
        macro(macro_node.macro, frame, node.at);
        macro_node.slot = slot(frame, macro_node.macro.name);
        return;
      }
      case NodeType::call_block: {
        auto& call = static_cast<CallBlock&>(node);
        macro(call.macro, frame, node.at);
        return expression(call.call, frame);
      }
      case NodeType::filter_block: {
        auto& filter = static_cast<FilterBlock&>(node);
        const Frame inner = scoped(filter.body, frame, filter.scope, filter.filter);
        return expression(filter.filter, inner);
      }
      case NodeType::assign_block: {
        auto& assign = static_cast<AssignBlock&>(node);
        const Frame inner = scoped(assign.body, frame, assign.scope, assign.filter);
        expression(assign.filter, inner);
        return expression(assign.target, frame);
      }
      case NodeType::with: return with(static_cast<With&>(node), frame);
      default: {
        Expressions each(*this, frame);
        node.children(each);
      }
    }
  }

  // A body with a scope of its own and nothing else.
  Frame scoped(const Body& statements, const Frame& frame, Scope& scope, Expression* filter) {
    Symbols& symbols = new_symbols(frame.symbols, frame.function);
    for (Statement* node : statements) find_symbols(symbols, *node);
    if (filter != nullptr) find_symbols(symbols, *filter);
    const Frame inner{&symbols, frame.function};
    scope = scope_of(inner);
    body(statements, inner);
    return inner;
  }

  void if_(If& node, Frame frame) {
    frame.soft = true;
    for (If::Branch& branch : node.branches) {
      expression(branch.test, frame);
      body(branch.body, frame);
    }
    body(node.otherwise, frame);
  }

  void with(With& node, const Frame& frame) {
    Symbols& symbols = new_symbols(frame.symbols, frame.function);
    for (Expression* target : node.targets) find_symbols(symbols, *target);
    for (Statement* item : node.body) find_symbols(symbols, *item);
    const Frame inner{&symbols, frame.function};
    for (Expression* target : node.targets) expression(target, inner);
    for (Expression* value : node.values) expression(value, frame);
    node.scope = scope_of(inner);
    body(node.body, inner);
  }

  void for_(For& node, const Frame& frame) {
    LoopTargets().visit(node);
    Function* function = frame.function;
    if (node.recursive) function = node.function = new_function(frame.function);
    Symbols& symbols = new_symbols(frame.symbols, function);
    node.uses_loop = node.recursive || !find_undeclared(node.body, {"loop"}).empty();
    const Str* loop = tree_.text("loop");
    if (node.uses_loop) symbols.declare_parameter(loop);
    find_symbols(symbols, *node.target, true);
    for (Statement* item : node.body) find_symbols(symbols, *item);
    const Frame inner{&symbols, function};
    if (node.test != nullptr) test(node, frame);
    expression(node.items, frame);
    expression(node.target, inner);
    if (node.uses_loop) node.loop_slot = slot(inner, loop);
    node.scope = scope_of(inner);
    body(node.body, inner);
    Symbols& other = new_symbols(frame.symbols, function);
    for (Statement* item : node.otherwise) find_symbols(other, *item);
    const Frame else_frame{&other, function};
    node.else_scope = scope_of(else_frame);
    body(node.otherwise, else_frame);
  }

  // `for x in items if test`: the test is a generator with variables of its own.
  void test(For& node, const Frame& frame) {
    node.test_function = new_function(frame.function);
    Symbols& symbols = new_symbols(frame.symbols, node.test_function);
    node.test_target = copy_target(node.target);
    find_symbols(symbols, *node.test_target, true);
    find_symbols(symbols, *node.test);
    const Frame inner{&symbols, node.test_function};
    expression(node.test_target, inner);
    expression(node.test, inner);
    node.test_scope = scope_of(inner);
  }

  Expression* copy_target(const Expression* target) {
    std::unique_ptr<Expression> made;
    if (target->type == NodeType::name) {
      made = std::make_unique<Name>(static_cast<const Name*>(target)->name, NameContext::store);
    } else {
      std::vector<Expression*> items;
      for (const Expression* item : static_cast<const TupleOrList*>(target)->items) {
        items.push_back(copy_target(item));
      }
      made = std::make_unique<TupleOrList>(std::move(items), true);
    }
    made->at = target->at;
    Expression* raw = made.get();
    tree_.nodes.push_back(std::move(made));
    return raw;
  }

  void macro(MacroBody& macro, const Frame& frame, Position at) {
    macro.function = new_function(frame.function);
    Symbols& symbols = new_symbols(frame.symbols, macro.function);
    for (Name* argument : macro.arguments) find_symbols(symbols, *argument);
    for (Expression* value : macro.defaults) find_symbols(symbols, *value);
    for (Statement* item : macro.body) find_symbols(symbols, *item);
    const auto special = find_undeclared(macro.body, {"caller", "kwargs", "varargs"});
    const auto argument = [&](std::string_view name) {
      return std::find_if(macro.arguments.begin(), macro.arguments.end(),
                          [name](const Name* each) { return each->name->view() == name; });
    };
    const auto declare = [&](std::string_view name, bool& flag) {
      flag = special.contains(name) && argument(name) == macro.arguments.end();
      if (flag) symbols.declare_parameter(tree_.text(name));
    };
    declare("kwargs", macro.catches_kwargs);
    declare("varargs", macro.catches_varargs);
    const auto caller = argument("caller");
    macro.explicit_caller = caller != macro.arguments.end();
    macro.uses_caller = special.contains("caller");
    if (macro.uses_caller && macro.explicit_caller) {
      const auto without = macro.arguments.size() - macro.defaults.size();
      if (static_cast<std::size_t>(caller - macro.arguments.begin()) < without) {
        fail_at(
            "When defining macros or call blocks the special \"caller\" argument must be omitted "
            "or be given a default.",
            at);
      }
    } else if (macro.uses_caller) {
      symbols.declare_parameter(tree_.text("caller"));
    }
    macro_body(macro, Frame{&symbols, macro.function});
  }

  void macro_body(MacroBody& macro, const Frame& inner) {
    if (macro.uses_caller && !macro.explicit_caller)
      macro.caller = slot(inner, tree_.text("caller"));
    if (macro.catches_kwargs) macro.kwargs = slot(inner, tree_.text("kwargs"));
    if (macro.catches_varargs) macro.varargs = slot(inner, tree_.text("varargs"));
    for (Name* argument : macro.arguments) expression(argument, inner);
    for (Expression* value : macro.defaults) expression(value, inner);
    macro.scope = scope_of(inner);
    body(macro.body, inner);
  }

  Tree& tree_;
  std::deque<Symbols> symbols_;
};

void Expressions::visit(Node& node) {
  if (node.type == NodeType::name) {
    auto& name = static_cast<Name&>(node);
    name.slot = resolver_.slot(frame_, name.name);
    return;
  }
  if (node.type == NodeType::member_target) {
    auto& member = static_cast<NSRef&>(node);
    member.slot = resolver_.slot(frame_, member.name);
    return;
  }
  if (!frame_.soft) {
    if (const auto* filter = dynamic_cast<const Filter*>(&node); filter && !filter->known()) {
      fail_at("No filter named " + str_repr(filter->name()) + ".", node.at);
    }
    if (const auto* test = dynamic_cast<const Test*>(&node); test && !test->known()) {
      fail_at("No test named " + str_repr(test->name()) + ".", node.at);
    }
  }
  const bool soft = frame_.soft;
  frame_.soft = soft || dynamic_cast<const CondExpr*>(&node) != nullptr;
  node.children(*this);
  frame_.soft = soft;
}

}  // namespace

void resolve_names(Tree& tree) { Resolver(tree).run(); }

}  // namespace penstock::jinja
