// SPDX-License-Identifier: Apache-2.0
#include "core/regex/code_builder.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>

#include "core/utf8.hpp"

namespace penstock::regex {
namespace {

constexpr size_t kProgramLimit = 500000;

}  // namespace

uint32_t CodeBuilder::emit(const Instruction& instruction) {
  if (program_.code.size() >= kProgramLimit) {
    throw Error(ErrorCode::unsupported,
                "the regular expression '" + program_.pattern.substr(0, 200) +
                    "' is too large: its repeats expand to more than " +
                    std::to_string(kProgramLimit) + " instructions; use smaller counts");
  }
  program_.code.push_back(instruction);
  return here() - 1;
}

void CodeBuilder::emit_literal(std::u32string_view text) {
  const std::string bytes = utf8::from_u32(text);
  if (bytes.empty()) return;
  if (bytes.size() == 1) {
    emit({.op = Op::byte, .index = static_cast<uint8_t>(bytes.front())});
    return;
  }
  const auto offset = static_cast<uint32_t>(program_.literals.size());
  program_.literals += bytes;
  emit({.op = Op::literal, .index = offset, .max = static_cast<uint32_t>(bytes.size())});
}

uint32_t CodeBuilder::class_of(const CodeSet& set) {
  const auto known = std::find(class_sets_.begin(), class_sets_.end(), set);
  if (known != class_sets_.end()) return static_cast<uint32_t>(known - class_sets_.begin());
  class_sets_.push_back(set);
  program_.classes.emplace_back(set);
  return static_cast<uint32_t>(class_sets_.size() - 1);
}

uint32_t CodeBuilder::table_of(const ByteTable& table) {
  const auto known = std::find(program_.tables.begin(), program_.tables.end(), table);
  if (known != program_.tables.end()) return static_cast<uint32_t>(known - program_.tables.begin());
  program_.tables.push_back(table);
  return static_cast<uint32_t>(program_.tables.size() - 1);
}

uint32_t CodeBuilder::table_of(const Next& here, const Next& there) {
  ByteTable table = byte_table(here);
  const ByteTable other = byte_table(there);
  for (size_t i = 0; i < table.size(); ++i)
    table[i] = static_cast<uint8_t>(table[i] | other[i] << 1);
  return table_of(table);
}

uint32_t CodeBuilder::registers(uint32_t count) noexcept {
  const uint32_t first = program_.register_count;
  program_.register_count += count;
  return first;
}

uint32_t CodeBuilder::restored_registers(uint32_t count) noexcept {
  program_.restores = true;
  return registers(count);
}

}  // namespace penstock::regex
