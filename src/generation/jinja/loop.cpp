// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/loop.hpp"

#include "generation/jinja/iterators.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

// loop.cycle and loop.changed.
class LoopFunction final : public Object {
 public:
  LoopFunction(LoopContext& loop, bool cycles) noexcept : loop_(loop), cycles_(cycles) {}
  [[nodiscard]] std::string_view type_name() const noexcept override { return "method"; }
  [[nodiscard]] bool callable() const noexcept override { return true; }
  Value call(State& state, Args& args) override {
    if (!args.keywords.empty()) throw_type("LoopContext takes no keyword arguments");
    return cycles_ ? loop_.cycle(args) : loop_.changed(state, args);
  }

 private:
  LoopContext& loop_;
  bool cycles_;
};

}  // namespace

bool LoopContext::next(State& state, Value& out) {
  if (peeked_) {
    peeked_ = false;
    if (!after_.given()) return false;
    out = after_;
    after_ = {};
  } else if (!iterator_->next(state, out)) {
    return false;
  }
  ++index0_;
  before_ = current_;
  current_ = out;
  return true;
}

const Value& LoopContext::peek(State& state) {
  if (!peeked_) {
    Value item;
    after_ = iterator_->next(state, item) ? item : Value{};
    peeked_ = true;
  }
  return after_;
}

std::optional<std::size_t> LoopContext::length(State& state) {
  if (length_ >= 0) return static_cast<std::size_t>(length_);
  if (const auto known = length_of(state, items_)) {
    length_ = static_cast<std::int64_t>(*known);
  } else {
    // A generator is read to its end; what was peeked counts as well.
    List* rest = collect(state, Value::of(static_cast<Object*>(iterator_)));
    iterator_ = state.arena.make<ListIterator>(rest->span(), false);
    length_ = static_cast<std::int64_t>(rest->size) + index0_ + 1 + (after_.given() ? 1 : 0);
  }
  return static_cast<std::size_t>(length_);
}

Value LoopContext::attribute(State& state, std::string_view name) {
  const auto size = [&] { return static_cast<std::int64_t>(length(state).value_or(0)); };
  if (name == "index0") return Value::of(index0_);
  if (name == "index") return Value::of(index0_ + 1);
  if (name == "first") return Value::of(index0_ == 0);
  if (name == "last") return Value::of(!peek(state).given());
  if (name == "length") return Value::of(size());
  if (name == "revindex") return Value::of(size() - index0_);
  if (name == "revindex0") return Value::of(size() - index0_ - 1);
  if (name == "depth") return Value::of(depth0_ + 1);
  if (name == "depth0") return Value::of(depth0_);
  if (name == "previtem") {
    return index0_ == 0 ? state.undefined_hint("there is no previous item") : before_;
  }
  if (name == "nextitem") {
    const Value& after = peek(state);
    return after.given() ? after : state.undefined_hint("there is no next item");
  }
  if (name == "cycle" || name == "changed") {
    Object* made = state.arena.make<LoopFunction>(*this, name == "cycle");
    return Value::of(made);
  }
  return {};
}

Value LoopContext::cycle(const Args& args) const {
  if (args.values.empty()) throw_type("no items for cycling given");
  return args.values[static_cast<std::size_t>(index0_) % args.values.size()];
}

Value LoopContext::changed(State& state, const Args& args) {
  const Value now = state.tuple(args.values);
  if (last_changed_.given() && jinja::equals(state, last_changed_, now)) return Value::of(false);
  last_changed_ = now;
  return Value::of(true);
}

Value LoopContext::call(State& state, Args& args) {
  static constexpr std::string_view kNames[] = {"iterable"};
  Args::Bound given;
  args.bind("loop", kNames, 1, given);
  if (!node_.recursive) {
    throw_type("The loop must have the 'recursive' marker to be called recursively.");
  }
  return node_.recurse(state, outer_, given[0], depth0_ + 1);
}

std::string LoopContext::repr(State& state) {
  return "<LoopContext " + std::to_string(index0_ + 1) + "/" +
         std::to_string(length(state).value_or(0)) + ">";
}

}  // namespace penstock::jinja
