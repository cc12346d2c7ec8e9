// SPDX-License-Identifier: Apache-2.0
#include "core/regex/class_parser.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "core/regex/escape.hpp"
#include "core/regex/property.hpp"
#include "core/utf8.hpp"

namespace penstock::regex {
namespace {

constexpr int kMaxClassDepth = 100;

// Collects the members of one class (or one side of &&). Which '-' is a range and which is itself
// depends on what stood before it, as in Oniguruma's prs_cc.
class Members {
 public:
  explicit Members(PatternReader& reader) : reader_(reader) {}

  enum class State : uint8_t { start, value, range, complete };
  [[nodiscard]] State state() const noexcept { return state_; }

  void add_value(char32_t c) {
    if (state_ == State::range) {
      if (last_ > c) reader_.fail("empty range in character class");
      if (last_ <= kLastCodePoint) set_.add(last_, std::min(c, kLastCodePoint));
      state_ = State::complete;
      return;
    }
    flush();
    last_ = c;
    last_is_set_ = false;
    state_ = State::value;
  }

  void add_set(const CodeSet& set) {
    if (state_ == State::range) reader_.fail("character class value at the end of a range");
    flush();
    set_.unite(set);
    last_is_set_ = true;
    state_ = State::value;
  }

  void add_nested(const ClassExpression& nested) {
    flush();
    set_.unite(nested.resolved());
    state_ = State::complete;
    has_negated_class_ = has_negated_class_ || nested.negated || nested.has_negated_class;
  }
  [[nodiscard]] bool has_negated_class() const noexcept { return has_negated_class_; }

  // A '-' that is no literal.
  void open_range() {
    if (last_is_set_) reader_.fail("unmatched range specifier in character class");
    state_ = State::range;
  }

  CodeSet take() {
    flush();
    state_ = State::start;
    return std::exchange(set_, {});
  }

 private:
  void flush() {
    if (state_ == State::value && !last_is_set_ && last_ <= kLastCodePoint) set_.add(last_, last_);
  }

  PatternReader& reader_;
  CodeSet set_;
  State state_ = State::start;
  char32_t last_ = 0;
  bool last_is_set_ = false;
  bool has_negated_class_ = false;
};

bool at_class_end(const PatternReader& reader) {
  return reader.peek() == U']' || (reader.peek() == U'&' && reader.peek(1) == U'&');
}

// After a '-' was read.
void read_hyphen(PatternReader& reader, Members& members) {
  switch (members.state()) {
    case Members::State::value:
      if (at_class_end(reader)) return members.add_value(U'-');
      return members.open_range();
    case Members::State::start:
    case Members::State::range:
    case Members::State::complete: return members.add_value(U'-');
  }
}

// [:name:] after its '['; nothing (and nothing read) if it does not have that shape.
std::optional<CodeSet> read_posix(PatternReader& reader) {
  const size_t start = reader.position();
  if (!reader.accept(U':')) return std::nullopt;
  const bool negated = reader.accept(U'^');
  std::u32string name;
  const CodeSet alpha = property("alpha");
  while (alpha.contains(reader.peek()) && !reader.at_end()) name.push_back(reader.next());
  const bool shaped = (negated || !name.empty()) && reader.accept(U':') && reader.accept(U']');
  if (!shaped) {
    reader.rewind(start);
    return std::nullopt;
  }
  constexpr std::string_view kNames[] = {"alnum", "alpha",  "blank", "cntrl", "digit",
                                         "graph", "lower",  "print", "punct", "space",
                                         "upper", "xdigit", "ascii", "word"};
  const std::string plain = utf8::from_u32(name);
  if (std::find(std::begin(kNames), std::end(kNames), plain) == std::end(kNames)) {
    reader.fail("invalid POSIX bracket type [:" + plain + ":]");
  }
  // The POSIX bracket counts symbols in, other than \p{Punct}.
  CodeSet set = property(plain == "punct" ? "posixpunct" : plain);
  if (negated) set.complement();
  return set;
}

void read_member(PatternReader& reader, Members& members, int depth) {
  const char32_t c = reader.next();
  if (c == U'-') return read_hyphen(reader, members);
  if (c == U'[') {
    if (std::optional<CodeSet> posix = read_posix(reader)) return members.add_set(*posix);
    return members.add_nested(read_class(reader, depth + 1));
  }
  if (c != U'\\') return members.add_value(c);
  const Escape escape = read_escape(reader, true);
  if (escape.kind == Escape::Kind::set) return members.add_set(escape.set);
  members.add_value(escape.value);
}

}  // namespace

CodeSet ClassExpression::resolved() const {
  CodeSet set = members;
  if (negated) set.complement();
  return set;
}

ClassExpression read_class(PatternReader& reader, int depth) {
  if (depth > kMaxClassDepth) reader.fail_unsupported("classes nested more than 100 deep");
  ClassExpression result;
  result.negated = reader.accept(U'^');
  Members members(reader);
  std::optional<CodeSet> intersection;
  if (reader.peek() == U']') {
    reader.next();
    if (!reader.has_unescaped(U']')) reader.fail("empty character class");
    members.add_value(U']');
  }
  const auto close_side = [&] {
    const CodeSet side = members.take();
    if (intersection) {
      intersection->intersect(side);
    } else {
      intersection = side;
    }
  };
  while (!reader.accept(U']')) {
    if (reader.at_end()) reader.fail("premature end of character class");
    if (reader.peek() == U'&' && reader.peek(1) == U'&') {
      reader.next();
      reader.next();
      close_side();
    } else {
      read_member(reader, members, depth);
    }
  }
  close_side();
  result.members = *std::move(intersection);
  result.has_negated_class = members.has_negated_class();
  // Oniguruma 6.9.10 then takes some non-ASCII characters for members.
  if (depth == 0 && result.negated && result.has_negated_class &&
      result.members.disjoint(CodeSet{{0x80, kLastCodePoint}})) {
    reader.fail_unsupported("a negated class of ASCII characters around another negated class");
  }
  return result;
}

}  // namespace penstock::regex
