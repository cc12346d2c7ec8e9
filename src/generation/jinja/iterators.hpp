// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/jinja/operators.hpp"

// Passes over lists, strings, dicts and ranges, and the objects that stand for them.

namespace penstock::jinja {

// Items of a list or tuple, forwards or backwards.
class ListIterator final : public Iterator {
 public:
  ListIterator(std::span<const Value> items, bool backwards) noexcept
      : items_(items), backwards_(backwards) {}
  bool next(State& state, Value& out) override;
  [[nodiscard]] std::string_view type_name() const noexcept override {
    return backwards_ ? "list_reverseiterator" : "list_iterator";
  }

 private:
  std::span<const Value> items_;
  std::size_t at_ = 0;
  bool backwards_;
};

enum class DictPart : std::uint8_t { keys, values, items };

// Keys, values or (key, value) tuples of a dict.
class DictIterator final : public Iterator {
 public:
  DictIterator(const Dict& dict, DictPart part, bool backwards = false) noexcept
      : dict_(dict), part_(part), backwards_(backwards) {}
  bool next(State& state, Value& out) override;

 private:
  const Dict& dict_;
  std::size_t at_ = 0;
  DictPart part_;
  bool backwards_;
};

// dict.keys(), dict.values(), dict.items()
class DictView final : public Object {
 public:
  DictView(const Dict& dict, DictPart part) noexcept : dict_(dict), part_(part) {}
  [[nodiscard]] std::string_view type_name() const noexcept override;
  Iterator* iterate(State& state) override;
  Iterator* reversed(State& state) override;
  std::optional<std::size_t> length(State&) override { return dict_.size; }
  bool equals(State& state, Object* other) override;
  std::string repr(State& state) override;

 private:
  const Dict& dict_;
  DictPart part_;
};

// range(start, stop, step)
class Range final : public Object {
 public:
  // `step` is not 0.
  Range(std::int64_t start, std::int64_t stop, std::int64_t step) noexcept;
  [[nodiscard]] std::string_view type_name() const noexcept override { return "range"; }
  Value attribute(State& state, std::string_view name) override;
  Value item(State& state, const Value& key) override;
  Iterator* iterate(State& state) override;
  Iterator* reversed(State& state) override;
  std::optional<std::size_t> length(State&) override { return size_; }
  [[nodiscard]] bool sequence() const noexcept override { return true; }
  bool equals(State& state, Object* other) override;
  std::string repr(State& state) override;

  // The items a slice of the same range selects.
  [[nodiscard]] std::int64_t at(std::size_t i) const noexcept;

 private:
  std::int64_t start_;
  std::int64_t stop_;
  std::int64_t step_;
  std::size_t size_;
};

}  // namespace penstock::jinja
