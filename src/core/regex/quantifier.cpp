// SPDX-License-Identifier: Apache-2.0
#include "core/regex/quantifier.hpp"

#include <utility>

namespace penstock::regex {
namespace {

constexpr uint32_t kRepeatLimit = 100000;

uint32_t read_count(PatternReader& reader, bool& present) {
  char32_t count = 0;
  size_t digits = 0;
  char32_t digit = 0;
  while (reader.read_digits(10, 1, digit) != 0) {
    ++digits;
    count = count * 10 + digit;
    if (count > kRepeatLimit) reader.fail("too big number for repeat range");
  }
  present = digits != 0;
  return static_cast<uint32_t>(count);
}

// {n}, {n,}, {,m}, {n,m} after the brace. Nothing if it is none of them.
std::optional<Quantifier> read_interval(PatternReader& reader) {
  bool has_low = false;
  bool has_high = false;
  Quantifier interval;
  interval.min = read_count(reader, has_low);
  interval.max = interval.min;
  const bool fixed = !reader.accept(U',');
  if (!fixed) {
    interval.max = read_count(reader, has_high);
    if (!has_high) interval.max = kUnlimited;
  }
  if ((fixed && !has_low) || (!has_low && !has_high)) return std::nullopt;
  if (!reader.accept(U'}')) return std::nullopt;
  if (interval.min > interval.max) {
    // {5,2} is the possessive form of {2,5} in this syntax.
    std::swap(interval.min, interval.max);
    interval.possessive = true;
  } else if (!fixed && reader.accept(U'?')) {
    interval.greedy = false;
  }
  return interval;
}

enum class Simple : uint8_t { optional, star, plus, lazy_optional, lazy_star, lazy_plus, none };

Simple simple_kind(uint32_t min, uint32_t max, bool greedy) noexcept {
  if (min == 0 && max == 1) return greedy ? Simple::optional : Simple::lazy_optional;
  if (min == 0 && max == kUnlimited) return greedy ? Simple::star : Simple::lazy_star;
  if (min == 1 && max == kUnlimited) return greedy ? Simple::plus : Simple::lazy_plus;
  return Simple::none;
}

// How a simple repeat of a simple repeat is written as one.
enum class Merge : uint8_t { inner, star, plus, lazy_star, lazy_optional, optional_of_plus, as_is };

Merge merge_of(Simple inside, Simple outside) noexcept {
  using enum Merge;
  // Rows: the inner repeat, columns: the outer one, both in the order of Simple.
  constexpr Merge kTable[6][6] = {
      {Merge::inner, star, star, lazy_optional, lazy_star, as_is},
      {Merge::inner, Merge::inner, Merge::inner, optional_of_plus, optional_of_plus, Merge::inner},
      {star, star, Merge::inner, as_is, optional_of_plus, Merge::inner},
      {Merge::inner, lazy_star, lazy_star, Merge::inner, lazy_star, lazy_star},
      {Merge::inner, Merge::inner, Merge::inner, Merge::inner, Merge::inner, Merge::inner},
      {as_is, star, plus, lazy_star, lazy_star, Merge::inner},
  };
  return kTable[static_cast<size_t>(inside)][static_cast<size_t>(outside)];
}

NodePtr replace_by(NodePtr inner, uint32_t min, uint32_t max, bool greedy) {
  return make_repeat(std::move(inner->children.front()), min, max, greedy);
}

NodePtr merge_simple(NodePtr inner, const Quantifier& outer, Merge merge) {
  switch (merge) {
    case Merge::inner: return inner;
    case Merge::star: return replace_by(std::move(inner), 0, kUnlimited, true);
    case Merge::plus: return replace_by(std::move(inner), 1, kUnlimited, true);
    case Merge::lazy_star: return replace_by(std::move(inner), 0, kUnlimited, false);
    case Merge::lazy_optional: return replace_by(std::move(inner), 0, 1, false);
    case Merge::optional_of_plus:
      return make_repeat(replace_by(std::move(inner), 1, kUnlimited, true), 0, 1, false);
    case Merge::as_is: break;
  }
  return make_repeat(std::move(inner), outer.min, outer.max, outer.greedy);
}

NodePtr repeat_repeat(PatternReader& reader, NodePtr inner, Quantifier outer) {
  const Simple inner_kind = simple_kind(inner->min, inner->max, inner->greedy);
  const Simple outer_kind = simple_kind(outer.min, outer.max, outer.greedy);
  if (inner_kind != Simple::none && outer_kind != Simple::none) {
    return merge_simple(std::move(inner), outer, merge_of(inner_kind, outer_kind));
  }
  if (outer_kind == Simple::none && (inner_kind == Simple::star || inner_kind == Simple::plus)) {
    // More rounds than required can add nothing to x* or x+.
    if (outer.max != kUnlimited && outer.max > 1 && outer.greedy) {
      outer.max = outer.min == 0 ? 1 : outer.min;
    }
  } else if (inner->min == inner->max && outer.min == outer.max) {
    const uint64_t product = uint64_t{inner->min} * outer.min;
    if (product >= 0x7FFFFFFF) reader.fail("too big number for repeat range");
    return replace_by(std::move(inner), static_cast<uint32_t>(product),
                      static_cast<uint32_t>(product), outer.greedy);
  }
  return make_repeat(std::move(inner), outer.min, outer.max, outer.greedy);
}

// Anchors and look-around cannot be repeated, nor a choice that has one as a whole branch.
bool is_repeatable(const Node& node) noexcept {
  switch (node.kind) {
    case NodeKind::anchor:
    case NodeKind::look:
    case NodeKind::keep: return false;
    case NodeKind::alternate:
      for (const NodePtr& child : node.children) {
        if (!is_repeatable(*child)) return false;
      }
      return true;
    default: return true;
  }
}

}  // namespace

std::optional<Quantifier> read_quantifier(PatternReader& reader) {
  Quantifier quantifier{0, kUnlimited, true, false};
  switch (reader.peek()) {
    case U'?': quantifier.max = 1; break;
    case U'*': break;
    case U'+': quantifier.min = 1; break;
    case U'{': {
      const size_t start = reader.position();
      reader.next();
      std::optional<Quantifier> interval = read_interval(reader);
      if (!interval) reader.rewind(start);
      return interval;
    }
    default: return std::nullopt;
  }
  reader.next();
  if (reader.accept(U'?')) {
    quantifier.greedy = false;
  } else if (reader.accept(U'+')) {
    quantifier.possessive = true;
  }
  return quantifier;
}

NodePtr apply_quantifier(PatternReader& reader, NodePtr target, Quantifier quantifier) {
  if (!is_repeatable(*target)) reader.fail("target of repeat operator is invalid");
  if (quantifier.min == 1 && quantifier.max == 1) return target;
  NodePtr repeat =
      target->kind == NodeKind::repeat
          ? repeat_repeat(reader, std::move(target), quantifier)
          : make_repeat(std::move(target), quantifier.min, quantifier.max, quantifier.greedy);
  return quantifier.possessive ? make_parent(NodeKind::atomic, std::move(repeat))
                               : std::move(repeat);
}

}  // namespace penstock::regex
