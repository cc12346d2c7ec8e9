// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <elf.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

// Bytes of a small but whole ELF library: one segment, a dynamic table and the symbols it exports.
struct FakeLibrary {
  enum class Hash { gnu, sysv };

  std::vector<std::string> symbols;
  Hash hash = Hash::gnu;
#if defined(__aarch64__)
  Elf64_Half machine = EM_AARCH64;
#else
  Elf64_Half machine = EM_X86_64;
#endif
  unsigned char elf_class = ELFCLASS64;
  Elf64_Half type = ET_DYN;
  bool defined = true;  // false: the symbols are imports

  [[nodiscard]] std::string bytes() const {
    const auto [names, table] = symbol_tables();
    const std::string hashes = hash == Hash::gnu ? gnu_hash() : sysv_hash();
    const std::uint64_t dynamic_at = sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr);
    const std::uint64_t symbols_at = dynamic_at + 4 * sizeof(Elf64_Dyn);
    const std::uint64_t names_at = symbols_at + table.size();
    const std::uint64_t hashes_at = (names_at + names.size() + 7) / 8 * 8;
    const std::uint64_t end = hashes_at + hashes.size();

    std::string file = raw(header());
    file += raw(segment(PT_LOAD, 0, end));
    file += raw(segment(PT_DYNAMIC, dynamic_at, 4 * sizeof(Elf64_Dyn)));
    file += raw(entry(DT_SYMTAB, symbols_at)) + raw(entry(DT_STRTAB, names_at));
    file += raw(entry(hash == Hash::gnu ? DT_GNU_HASH : DT_HASH, hashes_at));
    file += raw(entry(DT_NULL, 0)) + table + names;
    file.resize(hashes_at, '\0');
    return file + hashes;
  }

 private:
  template <typename T>
  static std::string raw(const T& value) {
    return std::string(std::bit_cast<std::array<char, sizeof(T)>>(value).data(), sizeof(T));
  }

  Elf64_Ehdr header() const {
    Elf64_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = elf_class;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_type = type;
    header.e_machine = machine;
    header.e_phoff = sizeof(Elf64_Ehdr);
    header.e_phnum = 2;
    header.e_phentsize = sizeof(Elf64_Phdr);
    return header;
  }

  static Elf64_Phdr segment(Elf64_Word kind, std::uint64_t offset, std::uint64_t size) {
    Elf64_Phdr segment{};
    segment.p_type = kind;
    segment.p_offset = segment.p_vaddr = offset;
    segment.p_filesz = segment.p_memsz = size;
    return segment;
  }

  static Elf64_Dyn entry(Elf64_Sxword tag, std::uint64_t value) {
    Elf64_Dyn entry{};
    entry.d_tag = tag;
    entry.d_un.d_ptr = value;
    return entry;
  }

  std::pair<std::string, std::string> symbol_tables() const {
    std::string names(1, '\0');
    std::string table = raw(Elf64_Sym{});
    for (const std::string& name : symbols) {
      Elf64_Sym symbol{};
      symbol.st_name = static_cast<Elf64_Word>(names.size());
      symbol.st_shndx = defined ? 1 : SHN_UNDEF;
      table += raw(symbol);
      names += name;
      names.push_back('\0');
    }
    return {names, table};
  }

  // One bucket with all symbols in it.
  std::string gnu_hash() const {
    const std::uint32_t first = symbols.empty() ? 0 : 1;
    std::string bytes = raw(std::uint32_t{1}) + raw(std::uint32_t{1}) + raw(std::uint32_t{1}) +
                        raw(std::uint32_t{0}) + raw(~std::uint64_t{0}) + raw(first);
    for (std::size_t i = 0; i < symbols.size(); ++i) {
      std::uint32_t value = 5381;
      for (const char c : symbols[i]) value = value * 33 + static_cast<unsigned char>(c);
      bytes += raw(i + 1 == symbols.size() ? value | 1U : value & ~1U);
    }
    return bytes;
  }

  std::string sysv_hash() const {
    const auto count = static_cast<std::uint32_t>(symbols.size() + 1);
    std::string bytes = raw(std::uint32_t{1}) + raw(count) + raw(count > 1 ? 1U : 0U) + raw(0U);
    for (std::uint32_t i = 1; i < count; ++i) bytes += raw(i + 1 < count ? i + 1 : 0U);
    return bytes;
  }
};

[[nodiscard]] inline std::string library_exporting(const std::string& symbol) {
  return FakeLibrary{.symbols = {"first_symbol", symbol, "last_symbol"}}.bytes();
}

}  // namespace penstock
