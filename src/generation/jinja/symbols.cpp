// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/symbols.hpp"

#include "generation/jinja/statements.hpp"

namespace penstock::jinja {

const Symbols* Symbols::find(std::string_view name) const {
  for (const Symbols* at = this; at != nullptr; at = at->parent_) {
    if (at->loads_.contains(name)) return at;
  }
  return nullptr;
}

void Symbols::define(const Str* name, Load load) {
  loads_.insert_or_assign(name->view(), load);
  texts_.insert_or_assign(name->view(), name);
}

void Symbols::declare_parameter(const Str* name) {
  stores_.insert(name->view());
  define(name, {From::parameter});
}

void Symbols::store(const Str* name) {
  stores_.insert(name->view());
  if (loads_.contains(name->view())) return;
  const Symbols* outer = parent_ == nullptr ? nullptr : parent_->find(name->view());
  define(name, outer == nullptr ? Load{From::nothing} : Load{From::outer, outer});
}

void Symbols::load(const Str* name) {
  if (find(name->view()) == nullptr) define(name, {From::variables});
}

void Symbols::update(const std::vector<Symbols>& branches) {
  std::set<std::string_view> stores;
  for (const Symbols& branch : branches)
    stores.insert(branch.stores_.begin(), branch.stores_.end());
  for (const std::string_view name : stores_) stores.erase(name);
  for (const Symbols& branch : branches) {
    for (const auto& [name, load] : branch.loads_) define(branch.texts_.at(name), load);
    stores_.insert(branch.stores_.begin(), branch.stores_.end());
  }
  for (const std::string_view name : stores) {
    const Symbols* outer = parent_ == nullptr ? nullptr : parent_->find(name);
    loads_[name] = outer == nullptr ? Load{From::variables} : Load{From::outer, outer};
  }
}

namespace {

class SymbolFinder final : public NodeVisitor {
 public:
  SymbolFinder(Symbols& symbols, bool as_parameters)
      : symbols_(&symbols), as_parameters_(as_parameters) {}

  void visit(Node& node) override {
    switch (node.type) {
      case NodeType::name: return name(static_cast<Name&>(node));
      case NodeType::member_target: return symbols_->load(static_cast<NSRef&>(node).name);
      case NodeType::if_: return branches(static_cast<If&>(node), 0);
      case NodeType::macro: return symbols_->store(static_cast<MacroStatement&>(node).macro.name);
      case NodeType::assign:
        visit(*static_cast<Assign&>(node).value);
        return visit(*static_cast<Assign&>(node).target);
      case NodeType::for_: return visit(*static_cast<For&>(node).items);
      case NodeType::call_block:
        if (Call* call = static_cast<CallBlock&>(node).call) visit(*call);
        return;
      case NodeType::filter_block: return visit(*static_cast<FilterBlock&>(node).filter);
      case NodeType::with:
        for (Expression* value : static_cast<With&>(node).values) visit(*value);
        return;
      case NodeType::assign_block: return visit(*static_cast<AssignBlock&>(node).target);
      default: node.children(*this);
    }
  }

 private:
  void name(Name& node) {
    if (as_parameters_ || node.context == NameContext::param) {
      symbols_->declare_parameter(node.name);
    } else if (node.context == NameContext::store) {
      symbols_->store(node.name);
    } else {
      symbols_->load(node.name);
    }
  }

  // An `elif` is an `if` inside the branch of its own.
  void branches(If& node, std::size_t at) {
    Symbols* original = symbols_;
    visit(*node.branches[at].test);
    const bool first = at == 0;
    const auto inside = [&](auto&& walk) {
      Symbols copy = *original;
      symbols_ = &copy;
      walk();
      symbols_ = original;
      return copy;
    };
    std::vector<Symbols> found;
    found.push_back(inside([&] {
      for (Statement* item : node.branches[at].body) visit(*item);
    }));
    found.push_back(inside([&] {
      for (std::size_t next = 1; first && next < node.branches.size(); ++next) branches(node, next);
    }));
    found.push_back(inside([&] {
      for (Statement* item : node.otherwise) {
        if (first) visit(*item);
      }
    }));
    original->update(found);
  }

  Symbols* symbols_;
  bool as_parameters_;
};

class UndeclaredFinder final : public NodeVisitor {
 public:
  explicit UndeclaredFinder(std::set<std::string_view> names) : names_(std::move(names)) {}

  void visit(Node& node) override {
    if (node.type != NodeType::name) {
      node.children(*this);
      return;
    }
    const auto& name = static_cast<const Name&>(node);
    const std::string_view text = name.name->view();
    if (name.context == NameContext::load && names_.contains(text)) {
      found.insert(text);
    } else {
      names_.erase(text);
    }
  }

  std::set<std::string_view> found;

 private:
  std::set<std::string_view> names_;
};

}  // namespace

void find_symbols(Symbols& symbols, Node& node, bool as_parameters) {
  SymbolFinder(symbols, as_parameters).visit(node);
}

std::set<std::string_view> find_undeclared(const Body& body, std::set<std::string_view> names) {
  UndeclaredFinder finder(std::move(names));
  visit_all(body, finder);
  return finder.found;
}

}  // namespace penstock::jinja
