// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generation/jinja/value.hpp"

// What one rendering owns: memory, output, budget, and the variables it was given.

namespace penstock::jinja {

// Bounds of one rendering; the reference has none but its range size.
struct Limits {
  std::uint64_t steps = 20'000'000;                     // statements, expressions, loop turns
  std::size_t memory = std::size_t{512} * 1024 * 1024;  // bytes of values
  std::size_t output = std::size_t{64} * 1024 * 1024;   // bytes of text, captured blocks included
  std::size_t stack = std::size_t{1024} * 1024;         // bytes: nesting of macros and values
};

// strftime of the current local time: what strftime_now answers.
using Clock = std::function<std::string(const std::string& format)>;

// Code points [begin, end) of the output that a `generation` block wrote.
struct Span {
  std::size_t begin;
  std::size_t end;
};

class State {
 public:
  State(const Limits& limits, const Clock& clock)
      : arena(limits.memory), out(&output_), clock_(clock), limits_(limits) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Arena arena;
  Position at;       // of the statement that runs, for errors
  std::string* out;  // where text goes: the rendering, or a captured block
  // Variables by name, looked up where the template's own scopes end.
  std::vector<std::pair<std::string_view, Value>> variables;

  // A variable of the rendering, or a global function; missing if there is none.
  [[nodiscard]] Value variable(std::string_view name);

  // Something was written: spans of `generation` blocks count from then on, as transformers does.
  void wrote() noexcept { wrote_ = wrote_ || out == &output_; }
  // A `generation` block that is about to be written.
  void generated(const Str& text);
  [[nodiscard]] std::string& output() noexcept { return output_; }
  [[nodiscard]] const std::vector<Span>& spans() const noexcept { return spans_; }

  // Counts work; throws Fault{limit} when the budget is spent.
  void step(std::uint64_t count = 1) {
    steps_ += count;
    if (steps_ > limits_.steps) throw_limit("steps");
  }
  // Throws Fault{limit} when the calls that led here use too much of the stack.
  void check_stack() const;
  void check_output(std::size_t size) const {
    if (size > limits_.output) throw_limit("output");
  }
  [[nodiscard]] std::string now(const std::string& format) const { return clock_(format); }

  // Copies `text`, which must be UTF-8.
  [[nodiscard]] Value str(std::string_view text, bool markup = false);
  // Refers to text that outlives the rendering, or lies in its arena.
  [[nodiscard]] Value borrow(std::string_view text, bool markup = false);
  [[nodiscard]] Value borrow(std::string_view text, std::size_t length, bool markup);
  // left + right; appends in place where `left` ends its buffer.
  [[nodiscard]] Value joined(const Str& left, const Str& right, bool markup);
  [[nodiscard]] Value list(std::span<const Value> items);
  [[nodiscard]] Value tuple(std::span<const Value> items);
  [[nodiscard]] Value undefined_variable(const Str* name);
  [[nodiscard]] Value undefined_member(const Value& object, const Value& name);
  [[nodiscard]] Value undefined_hint(std::string_view hint);
  [[nodiscard]] Value unsafe_member(const Value& object, std::string_view name);

 private:
  const Clock& clock_;
  Limits limits_;
  std::uint64_t steps_ = 0;
  std::uintptr_t stack_ = 0;
  std::string output_;
  bool wrote_ = false;
  std::vector<Span> spans_;

 public:
  // Remembers where the stack stands when a rendering begins.
  void mark_stack() noexcept;
};

// Captures what is written while it lives.
class Capture {
 public:
  explicit Capture(State& state) : state_(state), outer_(state.out) { state.out = &text_; }
  ~Capture() { state_.out = outer_; }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  State& state_;
  std::string* outer_;
  std::string text_;
};

}  // namespace penstock::jinja
