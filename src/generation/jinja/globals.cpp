// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "generation/jinja/attributes.hpp"
#include "generation/jinja/binding.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/iterators.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

// The functions every template sees.

namespace penstock::jinja {
namespace {

constexpr std::size_t kMaxRange = 100'000;  // jinja2.sandbox.MAX_RANGE

// jinja2.utils.Namespace: the one value a template can change.
class Namespace final : public Object {
 public:
  [[nodiscard]] std::string_view type_name() const noexcept override {
    return "jinja2.utils.Namespace";
  }
  Value attribute(State&, std::string_view name) override { return values.find(name); }
  std::string repr(State& state) override {
    state.check_stack();
    return "<Namespace " + jinja::repr(state, Value::of(&values)) + ">";
  }

  Dict values;
};

class Cycler final : public Object {
 public:
  explicit Cycler(std::span<const Value> items) noexcept : items_(items) {}
  [[nodiscard]] std::string_view type_name() const noexcept override {
    return "jinja2.utils.Cycler";
  }
  Value attribute(State& state, std::string_view name) override;
  Value next() noexcept {
    const Value item = items_[at_];
    at_ = (at_ + 1) % items_.size();
    return item;
  }
  void reset() noexcept { at_ = 0; }

 private:
  std::span<const Value> items_;
  std::size_t at_ = 0;
};

class CyclerMethod final : public Object {
 public:
  CyclerMethod(Cycler& cycler, bool resets) noexcept : cycler_(cycler), resets_(resets) {}
  [[nodiscard]] std::string_view type_name() const noexcept override { return "method"; }
  [[nodiscard]] bool callable() const noexcept override { return true; }
  Value call(State&, Args& args) override {
    const Bound none(args, "cycler", 0, {});
    if (!resets_) return cycler_.next();
    cycler_.reset();
    return Value::none();
  }

 private:
  Cycler& cycler_;
  bool resets_;
};

Value Cycler::attribute(State& state, std::string_view name) {
  if (name == "current") return items_[at_];
  if (name != "next" && name != "reset") return {};
  Object* made = state.arena.make<CyclerMethod>(*this, name == "reset");
  return Value::of(made);
}

class Joiner final : public Object {
 public:
  explicit Joiner(const Value& separator) noexcept : separator_(separator) {}
  [[nodiscard]] std::string_view type_name() const noexcept override {
    return "jinja2.utils.Joiner";
  }
  [[nodiscard]] bool callable() const noexcept override { return true; }
  Value call(State& state, Args& args) override {
    const Bound none(args, "joiner", 0, {});
    if (used_) return separator_;
    used_ = true;
    return state.borrow("");
  }

 private:
  Value separator_;
  bool used_ = false;
};

// A dict from what dict() takes: a mapping or pairs, and keywords.
Dict* make_dict(State& state, const Args& args) {
  Dict* made = state.arena.make<Dict>();
  if (args.values.size() > 1) {
    throw_type("dict expected at most 1 argument, got " + std::to_string(args.values.size()));
  }
  if (args.values.size() == 1 && args.values[0].is(Kind::undefined)) {
    throw_undefined(state, args.values[0]);
  }
  if (args.values.size() == 1 && args.values[0].is(Kind::dict)) {
    const Dict& from = *args.values[0].dict;
    for (std::size_t i = 0; i < from.size; ++i) {
      made->set(state.arena, from.entries[i].key, from.entries[i].value);
    }
  } else if (args.values.size() == 1) {
    Iterator* pairs = iterate(state, args.values[0]);
    std::size_t at = 0;
    for (Value pair; pairs->next(state, pair); ++at) {
      state.step();
      const List* both = collect(state, pair);
      if (both->size != 2) {
        throw_value("dictionary update sequence element #" + std::to_string(at) + " has length " +
                    std::to_string(both->size) + "; 2 is required");
      }
      made->set(state.arena, both->items[0], both->items[1]);
    }
  }
  for (const Keyword& each : args.keywords) {
    made->set(state.arena, state.borrow(each.name), each.value);
  }
  return made;
}

Value dict(State& state, const Args& args) { return Value::of(make_dict(state, args)); }

Value make_namespace(State& state, const Args& args) {
  Namespace* made = state.arena.make<Namespace>();
  made->values = *make_dict(state, args);
  return Value::of(static_cast<Object*>(made));
}

std::int64_t range_argument(State& state, const Value& value) {
  if (const auto index = as_index(value)) return *index;
  if (value.is(Kind::undefined)) {
    throw_type("'Undefined' object cannot be interpreted as an integer");
  }
  state.step();
  throw_type("'" + bare_type_name(value) + "' object cannot be interpreted as an integer");
}

Value range(State& state, const Args& args) {
  if (!args.keywords.empty()) throw_type("range() takes no keyword arguments");
  if (args.values.empty()) throw_type("range expected at least 1 argument, got 0");
  const Bound given(args, "range", 1, {"start", "stop", "step"});
  const bool single = args.values.size() == 1;
  const std::int64_t start = single ? 0 : range_argument(state, given[0]);
  const std::int64_t stop = range_argument(state, given[single ? 0 : 1]);
  const std::int64_t step = given[2].given() ? range_argument(state, given[2]) : 1;
  if (step == 0) throw_value("range() arg 3 must not be zero");
  Range* made = state.arena.make<Range>(start, stop, step);
  if (made->length(state).value_or(0) > kMaxRange) {
    throw Fault(FaultType::overflow,
                "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).");
  }
  return Value::of(static_cast<Object*>(made));
}

Value cycler(State& state, const Args& args) {
  if (!args.keywords.empty()) throw_type("cycler takes no keyword arguments");
  if (args.values.empty()) throw Fault(FaultType::runtime, "at least one item has to be provided");
  Object* made = state.arena.make<Cycler>(state.tuple(args.values).list->span());
  return Value::of(made);
}

Value joiner(State& state, const Args& args) {
  const Bound given(args, "joiner", 0, {"sep"});
  Object* made = state.arena.make<Joiner>(given[0].given() ? given[0] : state.borrow(", "));
  return Value::of(made);
}

Value raise_exception(State& state, const Args& args) {
  const Bound given(args, "raise_exception", 1, {"message"});
  std::string message;
  append_str(state, message, given[0]);
  throw Fault(FaultType::raised, std::move(message));
}

Value strftime_now(State& state, const Args& args) {
  const Bound given(args, "strftime_now", 1, {"format"});
  if (!given[0].is_string()) {
    throw_type("strftime() argument 1 must be str, not " + bare_type_name(given[0]));
  }
  return state.str(state.now(std::string(given[0].text())));
}

Value lipsum(State&, const Args&) {
  throw Fault(FaultType::unsupported, "lipsum() makes random text and is not supported");
}

constexpr FilterEntry kGlobals[] = {
    {"raise_exception", raise_exception},
    {"namespace", make_namespace},
    {"range", range},
    {"strftime_now", strftime_now},
    {"dict", dict},
    {"cycler", cycler},
    {"joiner", joiner},
    {"lipsum", lipsum},
};

class GlobalFunction final : public Object {
 public:
  explicit GlobalFunction(const FilterEntry& entry) noexcept : entry_(entry) {}
  [[nodiscard]] std::string_view type_name() const noexcept override { return "function"; }
  [[nodiscard]] bool callable() const noexcept override { return true; }
  Value call(State& state, Args& args) override { return entry_.call(state, args); }
  std::string repr(State&) override { return "<function " + std::string(entry_.name) + ">"; }

 private:
  const FilterEntry& entry_;
};

}  // namespace

Value find_global(State& state, std::string_view name) {
  for (const FilterEntry& entry : kGlobals) {
    if (entry.name != name) continue;
    Object* made = state.arena.make<GlobalFunction>(entry);
    return Value::of(made);
  }
  return {};
}

void set_namespace(State& state, const Value& target, const Str* name, const Value& value) {
  auto* found = target.is(Kind::object) ? dynamic_cast<Namespace*>(target.object) : nullptr;
  if (found == nullptr) {
    throw Fault(FaultType::runtime, "cannot assign attribute on non-namespace object");
  }
  found->values.set(state.arena, Value::of(name), value);
}

}  // namespace penstock::jinja
