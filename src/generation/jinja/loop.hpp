// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/jinja/statements.hpp"

namespace penstock::jinja {

// The special variable `loop`, and the iteration itself: it may look one item ahead.
class LoopContext final : public Object {
 public:
  LoopContext(const For& node, const Value& items, Iterator* iterator, Env* outer,
              std::int64_t depth0) noexcept
      : node_(node), items_(items), iterator_(iterator), outer_(outer), depth0_(depth0) {}

  [[nodiscard]] bool next(State& state, Value& out);

  [[nodiscard]] std::string_view type_name() const noexcept override {
    return "jinja2.runtime.LoopContext";
  }
  Value attribute(State& state, std::string_view name) override;
  [[nodiscard]] bool callable() const noexcept override { return true; }
  // loop(items) of a recursive loop.
  Value call(State& state, Args& args) override;
  std::optional<std::size_t> length(State& state) override;
  std::string repr(State& state) override;

  [[nodiscard]] Value cycle(const Args& args) const;
  [[nodiscard]] Value changed(State& state, const Args& args);

 private:
  const Value& peek(State& state);

  const For& node_;
  Value items_;
  Iterator* iterator_;
  Env* outer_;
  std::int64_t depth0_;
  std::int64_t index0_ = -1;
  std::int64_t length_ = -1;
  bool peeked_ = false;
  Value after_;  // missing when peeked at the end
  Value current_;
  Value before_;
  Value last_changed_;
};

}  // namespace penstock::jinja
