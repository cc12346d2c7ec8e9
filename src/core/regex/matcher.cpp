// SPDX-License-Identifier: Apache-2.0
#include "core/regex/matcher.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <penstock/error.hpp>
#include <string>

#include "core/regex/matcher_text.hpp"
#include "core/utf8.hpp"

namespace penstock::regex {
namespace {

// Steps allowed on the shortest text, and per byte of a longer one.
constexpr uint64_t kBaseBudget = 10'000'000;
constexpr uint64_t kBudgetPerByte = 1000;
constexpr size_t kStackLimit = 16'000'000;

const uint8_t* skip(const uint8_t* at, const uint8_t* stop, uint32_t characters) noexcept {
  for (; characters != 0 && at < stop; --characters) at += utf8::length_from_lead(*at);
  return at;
}

}  // namespace

Matcher::Matcher(const Program& program, std::string_view text, Memory& memory)
    : program_(program),
      stack_(memory.stack),
      registers_(memory.registers),
      text_(reinterpret_cast<const uint8_t*>(text.data())),
      end_(text_ + text.size()),
      limit_(end_),
      search_begin_(text_),
      budget_(kBaseBudget + kBudgetPerByte * text.size()) {}

bool Matcher::search(size_t from, size_t& begin, size_t& end) {
  search_begin_ = text_ + from;
  const ByteTable& start = program_.start;
  const uint8_t* at = search_begin_;
  while (true) {
    if (program_.only_start >= 0) {
      const void* found =
          at == end_ ? nullptr
                     : std::memchr(at, program_.only_start, static_cast<size_t>(end_ - at));
      at = found == nullptr ? end_ : static_cast<const uint8_t*>(found);
    } else {
      while (at < end_ && start[*at] == 0) ++at;
    }
    if (at == end_ && start[kEndOfText] == 0) return false;
    if (run(at)) break;
    if (at == end_) return false;
    at += utf8::length_from_lead(*at);
  }
  begin = offset(at);
  end = offset(match_end_);
  if (program_.keep_register != kNoRegister && registers_[program_.keep_register] != kUnset) {
    begin = std::min(end, registers_[program_.keep_register]);
  }
  return true;
}

bool Matcher::run(const uint8_t* start) {
  stack_.clear();
  registers_.assign(program_.register_count, kUnset);
  limit_ = end_;
  const uint8_t* at = start;
  uint32_t pc = 0;
  while (true) {
    const Instruction& in = program_.code[pc++];
    bool ok = true;
    // clang-format off
    switch (in.op) {
      case Op::byte: ok = at < limit_ && *at == in.index; ++at; break;
      case Op::literal: ok = match_literal(in, at); break;
      case Op::set: ok = match_set(in, at); break;
      case Op::span: ok = match_span(in, at); break;
      case Op::span_greedy: ok = match_span_greedy(in, pc - 1, at); break;
      case Op::span_lazy: ok = match_span_lazy(in, pc - 1, at); break;
      case Op::jump: pc = in.target; break;
      case Op::split: ok = split(in, pc, at); break;
      case Op::split_far: ok = split_far(in, pc, at); break;
      case Op::choice: ok = choose(in, pc, at); break;
      case Op::capture_begin: set_register(in.index, offset(at)); break;
      case Op::capture_end: set_register(in.index + 1, offset(at)); break;
      case Op::atomic_begin: registers_[in.index] = stack_.size(); break;
      case Op::atomic_end: cut(registers_[in.index]); break;
      case Op::ahead_begin: registers_[in.index] = stack_.size(); registers_[in.index + 1] = offset(at); break;
      case Op::ahead_end: cut(registers_[in.index]); at = text_ + registers_[in.index + 1]; break;
      case Op::not_begin: registers_[in.index] = stack_.size(); push(EntryKind::resume, in.target, at, 0); break;
      case Op::not_end: unwind(registers_[in.index]); ok = false; break;
      case Op::ahead_set: ok = test_ahead(in, at); break;
      case Op::behind_set: ok = test_behind(in, at); break;
      case Op::behind_begin: registers_[in.index] = offset(at); registers_[in.index + 1] = offset(limit_); if (in.max != 0) set_limit(at); break;
      case Op::behind_step: ok = step_back(in, pc - 1, at); break;
      case Op::behind_end: ok = end_behind(in, at); break;
      case Op::anchor: ok = test_anchor(in, at); break;
      case Op::reference: ok = match_reference(in, at); break;
      case Op::keep: set_register(in.index, offset(at)); break;
      case Op::segment: ok = match_segment(at); break;
      case Op::counter_zero: set_register(in.index, 0); break;
      case Op::counter_loop: loop(in, pc, at); break;
      case Op::counter_add: set_register(in.index, registers_[in.index] + 1); break;
      case Op::empty_begin: set_register(in.index, offset(at)); break;
      case Op::empty_end: if (registers_[in.index] == offset(at)) pc = in.target; break;
      case Op::fail: ok = false; break;
      case Op::match: match_end_ = at; return true;
    }
    // clang-format on
    if (!ok && !backtrack(pc, at)) return false;
  }
}

bool Matcher::backtrack(uint32_t& pc, const uint8_t*& at) {
  while (!stack_.empty()) {
    spend(1);
    if (resume(pc, at)) return true;
  }
  return false;
}

// Takes the newest entry off the stack, or the next possibility in it.
bool Matcher::resume(uint32_t& pc, const uint8_t*& at) {
  Entry& entry = stack_.back();
  pc = entry.pc;
  at = entry.at;
  switch (entry.kind) {
    case EntryKind::resume: stack_.pop_back(); return true;
    case EntryKind::span: {
      const auto* const floor = text_ + entry.extra;
      at = previous(at);
      const bool found = give_back(program_.code[pc++], at, floor);
      entry.at = at;
      if (!found || at == floor) stack_.pop_back();
      return found;
    }
    case EntryKind::lazy: {
      const bool found = extend(program_.code[pc++], at, entry.extra);
      entry.at = at;
      if (!found) stack_.pop_back();
      return found;
    }
    case EntryKind::choice: {
      const Choice& choice = program_.choices[program_.code[pc].index];
      pc = choice.branches[static_cast<size_t>(std::countr_zero(entry.extra))];
      entry.extra &= entry.extra - 1;
      if (entry.extra == 0) stack_.pop_back();
      return true;
    }
    case EntryKind::behind: {
      ++pc;
      const bool found = entry.extra != 0 && at != text_;
      if (found) {
        at = entry.at = previous(at);
        if (entry.extra != kUnlimited) --entry.extra;
      } else {
        stack_.pop_back();
      }
      return found;
    }
    case EntryKind::restore:
      registers_[pc] = static_cast<size_t>(entry.extra);
      stack_.pop_back();
      return false;
    case EntryKind::limit:
      limit_ = at;
      stack_.pop_back();
      return false;
  }
  return false;
}

inline bool Matcher::match_literal(const Instruction& in, const uint8_t*& at) const {
  if (static_cast<size_t>(limit_ - at) < in.max) return false;
  if (std::memcmp(at, program_.literals.data() + in.index, in.max) != 0) return false;
  at += in.max;
  return true;
}

inline bool Matcher::match_set(const Instruction& in, const uint8_t*& at) const {
  if (at >= limit_) return false;
  const uint32_t size = program_.classes[in.index].match(at);
  at += size;
  return size != 0;
}

inline bool Matcher::match_span(const Instruction& in, const uint8_t*& at) {
  const uint8_t* const begin = at;
  uint32_t left = in.max;
  at = program_.classes[in.index].run(at, limit_, left);
  spend(static_cast<uint64_t>(at - begin) / 16);
  return in.max - left >= in.min && can_follow(in, at);
}

inline bool Matcher::match_span_greedy(const Instruction& in, uint32_t pc, const uint8_t*& at) {
  const uint8_t* const begin = at;
  uint32_t left = in.max;
  at = program_.classes[in.index].run(at, limit_, left);
  spend(static_cast<uint64_t>(at - begin) / 16);
  if (in.max - left < in.min) return false;
  const uint8_t* const floor = skip(begin, at, in.min);
  if (!give_back(in, at, floor)) return false;
  if (at != floor) push(EntryKind::span, pc, at, offset(floor));
  return true;
}

// Moves `at` down to the nearest place where the rest can go on; false if there is none.
bool Matcher::give_back(const Instruction& in, const uint8_t*& at, const uint8_t* floor) {
  const ByteTable& table = program_.tables[in.table];
  const uint8_t* const begin = at;
  while (table[next_byte(at)] == 0) {
    if (at == floor) return false;
    at = previous(at);
  }
  spend(static_cast<uint64_t>(begin - at) / 16);
  return true;
}

bool Matcher::match_span_lazy(const Instruction& in, uint32_t pc, const uint8_t*& at) {
  uint32_t left = in.min;
  at = program_.classes[in.index].run(at, limit_, left);
  if (left != 0) return false;
  uint64_t count = in.min;
  if (!can_follow(in, at) && !extend(in, at, count)) return false;
  push(EntryKind::lazy, pc, at, count);
  return true;
}

// Takes one more character, and more of them until the rest can go on.
bool Matcher::extend(const Instruction& in, const uint8_t*& at, uint64_t& count) {
  do {
    if (count >= in.max || !match_set(in, at)) return false;
    ++count;
    if (count % 16 == 0) spend(1);
  } while (!can_follow(in, at));
  return true;
}

inline bool Matcher::split(const Instruction& in, uint32_t& pc, const uint8_t* at) {
  const uint8_t possible = program_.tables[in.table][next_byte(at)];
  if (possible == 3) push(EntryKind::resume, in.target, at, 0);
  if (possible == 2) pc = in.target;
  return possible != 0;
}

inline bool Matcher::split_far(const Instruction& in, uint32_t& pc, const uint8_t* at) {
  const uint8_t possible = program_.tables[in.table][next_byte(at)];
  if (possible == 3) push(EntryKind::resume, pc, at, 0);
  if (possible >= 2) pc = in.target;
  return possible != 0;
}

inline bool Matcher::choose(const Instruction& in, uint32_t& pc, const uint8_t* at) {
  const Choice& choice = program_.choices[in.index];
  const uint64_t viable = choice.viable[next_byte(at)];
  if (viable == 0) return false;
  const uint64_t others = viable & (viable - 1);
  if (others != 0) push(EntryKind::choice, pc - 1, at, others);
  pc = choice.branches[static_cast<size_t>(std::countr_zero(viable))];
  return true;
}

void Matcher::loop(const Instruction& in, uint32_t& pc, const uint8_t* at) {
  spend(1);
  const size_t count = registers_[in.index];
  if (count < in.min) return;
  if (in.max != kUnlimited && count >= in.max) {
    pc = in.target;
  } else if (in.table == 0) {
    push(EntryKind::resume, in.target, at, 0);
  } else {
    push(EntryKind::resume, pc, at, 0);
    pc = in.target;
  }
}

bool Matcher::step_back(const Instruction& in, uint32_t pc, const uint8_t*& at) {
  for (uint32_t i = 0; i < in.min; ++i) {
    if (at == text_) return false;
    at = previous(at);
  }
  if (in.max != in.min) {
    push(EntryKind::behind, pc, at, in.max == kUnlimited ? kUnlimited : in.max - in.min);
  }
  return true;
}

bool Matcher::end_behind(const Instruction& in, const uint8_t* at) {
  if (offset(at) != registers_[in.index]) return false;
  set_limit(text_ + registers_[in.index + 1]);
  return true;
}

inline void Matcher::push(EntryKind kind, uint32_t pc, const uint8_t* at, uint64_t extra) {
  if (stack_.size() >= kStackLimit) give_up();
  stack_.push_back({kind, pc, at, extra});
}

void Matcher::set_register(uint32_t index, size_t value) {
  push(EntryKind::restore, index, nullptr, registers_[index]);
  registers_[index] = value;
}

void Matcher::set_limit(const uint8_t* limit) {
  push(EntryKind::limit, 0, limit_, 0);
  limit_ = limit;
}

// Forgets the alternatives above `height` but not what undoes register changes.
void Matcher::cut(size_t height) {
  size_t kept = height;
  if (program_.restores) {
    for (size_t i = height; i < stack_.size(); ++i) {
      const EntryKind kind = stack_[i].kind;
      if (kind == EntryKind::restore || kind == EntryKind::limit) stack_[kept++] = stack_[i];
    }
  }
  stack_.resize(kept);
}

// Drops everything above `height`, undoing register changes.
void Matcher::unwind(size_t height) {
  for (; stack_.size() > height; stack_.pop_back()) {
    const Entry& entry = stack_.back();
    if (entry.kind == EntryKind::restore) registers_[entry.pc] = static_cast<size_t>(entry.extra);
    if (entry.kind == EntryKind::limit) limit_ = entry.at;
  }
}

inline void Matcher::spend(uint64_t steps) {
  if (budget_ <= steps) give_up();
  budget_ -= steps;
}

void Matcher::give_up() const {
  throw Error(ErrorCode::unsupported, "the regular expression '" + program_.pattern.substr(0, 200) +
                                          "' backtracks too much on a text of " +
                                          std::to_string(end_ - text_) +
                                          " bytes; split the text or simplify the expression");
}

}  // namespace penstock::regex
