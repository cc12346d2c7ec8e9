// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/regex/program.hpp"

namespace penstock::regex {

// Runs a program over one text by backtracking, with a stack of its own: no recursion, and an
// error once the budget is used up. Use it from one thread.
class Matcher {
 public:
  // Memory that can serve one matcher after another.
  struct Memory;

  Matcher(const Program& program, std::string_view text, Memory& memory);

  // The first match that begins at byte `from` or later.
  [[nodiscard]] bool search(size_t from, size_t& begin, size_t& end);

 private:
  struct Entry;
  enum class EntryKind : uint32_t;

  [[nodiscard]] bool run(const uint8_t* start);
  [[nodiscard]] bool backtrack(uint32_t& pc, const uint8_t*& at);
  [[nodiscard]] bool resume(uint32_t& pc, const uint8_t*& at);

  [[nodiscard]] bool match_literal(const Instruction& in, const uint8_t*& at) const;
  [[nodiscard]] bool match_set(const Instruction& in, const uint8_t*& at) const;
  [[nodiscard]] bool match_span(const Instruction& in, const uint8_t*& at);
  [[nodiscard]] bool match_span_greedy(const Instruction& in, uint32_t pc, const uint8_t*& at);
  [[nodiscard]] bool match_span_lazy(const Instruction& in, uint32_t pc, const uint8_t*& at);
  [[nodiscard]] bool give_back(const Instruction& in, const uint8_t*& at, const uint8_t* floor);
  [[nodiscard]] bool extend(const Instruction& in, const uint8_t*& at, uint64_t& count);
  [[nodiscard]] bool split(const Instruction& in, uint32_t& pc, const uint8_t* at);
  [[nodiscard]] bool split_far(const Instruction& in, uint32_t& pc, const uint8_t* at);
  [[nodiscard]] bool choose(const Instruction& in, uint32_t& pc, const uint8_t* at);
  void loop(const Instruction& in, uint32_t& pc, const uint8_t* at);
  [[nodiscard]] bool step_back(const Instruction& in, uint32_t pc, const uint8_t*& at);
  [[nodiscard]] bool end_behind(const Instruction& in, const uint8_t* at);
  [[nodiscard]] bool test_ahead(const Instruction& in, const uint8_t* at) const;
  [[nodiscard]] bool test_behind(const Instruction& in, const uint8_t* at) const;
  [[nodiscard]] bool test_anchor(const Instruction& in, const uint8_t* at) const;
  [[nodiscard]] bool match_reference(const Instruction& in, const uint8_t*& at) const;
  [[nodiscard]] bool match_folded(size_t begin, size_t end, const uint8_t*& at) const;
  [[nodiscard]] bool match_segment(const uint8_t*& at) const;

  void push(EntryKind kind, uint32_t pc, const uint8_t* at, uint64_t extra);
  void set_register(uint32_t index, size_t value);
  void set_limit(const uint8_t* limit);
  void cut(size_t height);
  void unwind(size_t height);
  void spend(uint64_t steps);
  [[noreturn]] void give_up() const;

  [[nodiscard]] size_t offset(const uint8_t* at) const noexcept {
    return static_cast<size_t>(at - text_);
  }
  // Index of the next byte into a ByteTable.
  [[nodiscard]] size_t next_byte(const uint8_t* at) const noexcept {
    return at < limit_ ? *at : kEndOfText;
  }
  [[nodiscard]] bool can_follow(const Instruction& in, const uint8_t* at) const noexcept {
    return program_.tables[in.table][next_byte(at)] != 0;
  }

  const Program& program_;
  std::vector<Entry>& stack_;
  std::vector<size_t>& registers_;
  const uint8_t* text_;
  const uint8_t* end_;
  const uint8_t* limit_;         // what can be consumed ends here; before end_ in look-behind
  const uint8_t* search_begin_;  // where \G holds
  const uint8_t* match_end_ = nullptr;
  uint64_t budget_;
};

enum class Matcher::EntryKind : uint32_t {
  resume,   // go on at pc
  span,     // give back characters of a greedy span, down to `extra`
  lazy,     // take another character of a lazy span that has `extra`
  choice,   // try the branches in `extra`
  behind,   // step back once more, up to `extra` times
  restore,  // register number pc had the value `extra`
  limit,    // the limit was at
};

struct Matcher::Entry {
  EntryKind kind;
  uint32_t pc;
  const uint8_t* at;
  uint64_t extra;
};

struct Matcher::Memory {
  std::vector<Entry> stack;
  std::vector<size_t> registers;

  // Gives back what only an unusual text needed.
  void trim() {
    constexpr size_t kKept = 100'000;
    if (stack.capacity() > kKept) stack = {};
  }
};

}  // namespace penstock::regex
