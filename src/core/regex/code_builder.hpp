// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "core/regex/first.hpp"
#include "core/regex/program.hpp"

namespace penstock::regex {

// Appends instructions to a program and keeps its pools free of duplicates.
class CodeBuilder {
 public:
  explicit CodeBuilder(Program& program) : program_(program) {}

  [[nodiscard]] uint32_t here() const noexcept {
    return static_cast<uint32_t>(program_.code.size());
  }
  // Returns where the instruction is. Throws Error(unsupported) when the program gets too large.
  uint32_t emit(const Instruction& instruction);
  [[nodiscard]] Instruction& at(uint32_t place) noexcept { return program_.code[place]; }

  // The UTF-8 of `text`: one instruction, none if it is empty.
  void emit_literal(std::u32string_view text);

  [[nodiscard]] uint32_t class_of(const CodeSet& set);
  [[nodiscard]] uint32_t table_of(const ByteTable& table);
  // Bit 0: `here` can come next, bit 1: `there` can.
  [[nodiscard]] uint32_t table_of(const Next& here, const Next& there);
  [[nodiscard]] uint32_t registers(uint32_t count) noexcept;
  // Registers that backtracking restores.
  [[nodiscard]] uint32_t restored_registers(uint32_t count) noexcept;

 private:
  Program& program_;
  std::vector<CodeSet> class_sets_;
};

}  // namespace penstock::regex
