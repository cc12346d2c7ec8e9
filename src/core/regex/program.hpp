// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/regex/char_class.hpp"
#include "core/regex/first.hpp"

namespace penstock::regex {

enum class Op : uint8_t {
  byte,           // one byte: index
  literal,        // the bytes literals[index, index + max)
  set,            // one character of classes[index]
  span,           // min to max of classes[index], as many as possible, none given back
  span_greedy,    // as many as possible, given back where tables[table] lets the rest go on
  span_lazy,      // as few as possible
  jump,           // to target
  split,          // here first, then target; tables[table] bit 0: here is possible, bit 1: target
  split_far,      // target first, then here; bits as for split
  choice,         // branches of choices[index] in turn
  capture_begin,  // registers[index] = position
  capture_end,    // registers[index + 1] = position
  atomic_begin,   // registers[index] = height of the stack
  atomic_end,     // forget what was pushed since
  ahead_begin,    // registers[index], [index + 1] = height, position
  ahead_end,      // forget what was pushed since, go back to the position
  not_begin,      // registers[index] = height; target: where to go on when the body fails
  not_end,        // the body matched: fail
  ahead_set,      // next character in classes[index]; max 1: negated
  behind_set,     // character before in classes[index]; max 1: negated
  behind_begin,   // registers[index], [index + 1] = position, limit; max 1: the limit becomes here
  behind_step,    // min characters back, up to max of them on failure
  behind_end,     // must be at registers[index]; the limit is as before
  anchor,         // AnchorKind: index
  reference,      // references[index]; max 1: ignoring case
  keep,           // registers[index] = position
  segment,        // a text segment
  counter_zero,   // registers[index] = 0
  counter_loop,   // registers[index] against min and max; target: behind the loop; table 1: lazy
  counter_add,    // registers[index] + 1
  empty_begin,    // registers[index] = position
  empty_end,      // to target if still at registers[index]
  fail,
  match,
};

struct Instruction {
  Op op = Op::fail;
  uint32_t index = 0;
  uint32_t target = 0;
  uint32_t min = 0;
  uint32_t max = 0;
  uint32_t table = 0;
};

// A choice of up to 64 branches.
struct Choice {
  std::array<uint64_t, 257> viable{};  // by next byte, a bit per branch that can match
  std::vector<uint32_t> branches;      // where each begins
};

inline constexpr uint32_t kNoRegister = 0xFFFFFFFF;

// A compiled pattern, immutable.
struct Program {
  std::string pattern;
  std::vector<Instruction> code;
  std::vector<CharClass> classes;
  std::vector<ByteTable> tables;
  std::vector<Choice> choices;
  std::vector<std::vector<uint32_t>> references;  // registers of the groups, last one first
  std::string literals;
  ByteTable start{};    // bytes a match can begin with
  int only_start = -1;  // the only byte in it, if there is just one
  uint32_t register_count = 0;
  uint32_t keep_register = kNoRegister;
  bool restores = false;  // some registers must be restored on backtracking
};

}  // namespace penstock::regex
