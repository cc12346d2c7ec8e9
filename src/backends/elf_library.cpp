// SPDX-License-Identifier: Apache-2.0
#include "backends/elf_library.hpp"

#include <elf.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <vector>

namespace penstock {
namespace {

namespace fs = std::filesystem;

#if defined(__x86_64__)
constexpr Elf64_Half kThisMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half kThisMachine = EM_AARCH64;
#elif defined(__riscv)
constexpr Elf64_Half kThisMachine = EM_RISCV;
#elif defined(__powerpc64__)
constexpr Elf64_Half kThisMachine = EM_PPC64;
#elif defined(__s390x__)
constexpr Elf64_Half kThisMachine = EM_S390;
#else
#error "add this architecture's e_machine value"
#endif

constexpr unsigned char kThisByteOrder =
    std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;
constexpr std::size_t kMaxSegments = 256;          // real libraries have about ten
constexpr std::size_t kMaxDynamicBytes = 1 << 16;  // real ones have about a kilobyte
constexpr std::size_t kMaxChain = 4096;            // symbols walked in one hash chain

std::string machine_name(Elf64_Half machine) {
  switch (machine) {
    case EM_X86_64: return "x86-64";
    case EM_386: return "32-bit x86";
    case EM_AARCH64: return "aarch64";
    case EM_ARM: return "32-bit arm";
    case EM_RISCV: return "riscv";
    case EM_PPC64: return "ppc64";
    case EM_S390: return "s390x";
    default: return "machine number " + std::to_string(machine);
  }
}

// One library file, read piece by piece where the dynamic linker would look.
class ElfFile {
 public:
  ElfFile(const Environment& environment, const fs::path& path, std::uint64_t size)
      : environment_(environment), path_(path), size_(size) {}

  // Empty, or why the file is no whole library of this machine.
  std::string read_headers() {
    const std::string magic = environment_.read_head(path_, SELFMAG).value_or("");
    if (magic != ELFMAG) return "is not a shared library (no ELF header)";
    const auto header = at<Elf64_Ehdr>(0);
    if (!header) return too_short();
    if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != kThisByteOrder ||
        header->e_machine != kThisMachine) {
      return "is built for " + machine_name(header->e_machine) + ", this machine is " +
             machine_name(kThisMachine);
    }
    if (header->e_type != ET_DYN) return "is an ELF file but not a shared library";
    if (header->e_phnum == 0 || header->e_phnum > kMaxSegments ||
        header->e_phentsize != sizeof(Elf64_Phdr)) {
      return "has a damaged ELF header";
    }
    return read_segments(*header);
  }

  [[nodiscard]] bool exports(std::string_view symbol) {
    if (!read_dynamic() || symbols_ == 0 || strings_ == 0) return false;
    if (gnu_hash_ != 0) return in_gnu_hash(symbol);
    return sysv_hash_ != 0 && in_sysv_hash(symbol);
  }

 private:
  template <typename T>
  std::optional<T> at(std::uint64_t offset) {
    const auto bytes = environment_.read_range(path_, offset, sizeof(T));
    if (!bytes || bytes->size() != sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, bytes->data(), sizeof(T));
    return value;
  }

  std::string too_short() const {
    return "is truncated: only " + std::to_string(size_) + " bytes are there";
  }

  std::string read_segments(const Elf64_Ehdr& header) {
    const std::size_t bytes = header.e_phnum * sizeof(Elf64_Phdr);
    const auto table = environment_.read_range(path_, header.e_phoff, bytes);
    if (!table || table->size() != bytes) return too_short();
    segments_.resize(header.e_phnum);
    std::memcpy(segments_.data(), table->data(), bytes);
    for (const Elf64_Phdr& segment : segments_) {
      if (segment.p_type != PT_LOAD && segment.p_type != PT_DYNAMIC) continue;
      if (segment.p_filesz > size_ || segment.p_offset > size_ - segment.p_filesz) {
        return too_short() + ", its segments need more";
      }
    }
    return {};
  }

  // The place in the file of an address in the loaded library; absent outside all segments.
  std::optional<std::uint64_t> offset_of(std::uint64_t address) const {
    for (const Elf64_Phdr& segment : segments_) {
      if (segment.p_type != PT_LOAD || address < segment.p_vaddr) continue;
      const std::uint64_t within = address - segment.p_vaddr;
      if (within < segment.p_filesz) return segment.p_offset + within;
    }
    return std::nullopt;
  }

  bool read_dynamic() {
    const auto segment = std::ranges::find(segments_, Elf64_Word{PT_DYNAMIC}, &Elf64_Phdr::p_type);
    if (segment == segments_.end()) return false;
    const std::size_t bytes = std::min<std::uint64_t>(segment->p_filesz, kMaxDynamicBytes);
    const auto table = environment_.read_range(path_, segment->p_offset, bytes);
    if (!table) return false;
    for (std::size_t i = 0; i + sizeof(Elf64_Dyn) <= table->size(); i += sizeof(Elf64_Dyn)) {
      Elf64_Dyn entry;
      std::memcpy(&entry, table->data() + i, sizeof(entry));
      const std::uint64_t offset = offset_of(entry.d_un.d_ptr).value_or(0);
      switch (entry.d_tag) {
        case DT_NULL: return true;
        case DT_SYMTAB: symbols_ = offset; break;
        case DT_STRTAB: strings_ = offset; break;
        case DT_GNU_HASH: gnu_hash_ = offset; break;
        case DT_HASH: sysv_hash_ = offset; break;
        default: break;
      }
    }
    return true;
  }

  bool is_definition_of(std::uint64_t index, std::string_view name) {
    const auto symbol = at<Elf64_Sym>(symbols_ + index * sizeof(Elf64_Sym));
    if (!symbol || symbol->st_shndx == SHN_UNDEF) return false;
    const auto text = environment_.read_range(path_, strings_ + symbol->st_name, name.size() + 1);
    return text && text->size() == name.size() + 1 && text->back() == '\0' &&
           std::string_view(*text).substr(0, name.size()) == name;
  }

  // The look-up that the dynamic linker does in DT_GNU_HASH, without its Bloom filter.
  bool in_gnu_hash(std::string_view name) {
    std::uint32_t hash = 5381;
    for (const char c : name) hash = hash * 33 + static_cast<unsigned char>(c);
    struct Header {
      std::uint32_t buckets, first_symbol, bloom_words, bloom_shift;
    };
    const auto header = at<Header>(gnu_hash_);
    if (!header || header->buckets == 0) return false;
    const std::uint64_t buckets =
        gnu_hash_ + sizeof(Header) + std::uint64_t{header->bloom_words} * sizeof(std::uint64_t);
    const std::uint64_t chains = buckets + std::uint64_t{header->buckets} * sizeof(std::uint32_t);
    const auto start = at<std::uint32_t>(buckets + hash % header->buckets * sizeof(std::uint32_t));
    if (!start || *start < header->first_symbol) return false;
    for (std::uint64_t i = *start; i < *start + std::uint64_t{kMaxChain}; ++i) {
      const auto link =
          at<std::uint32_t>(chains + (i - header->first_symbol) * sizeof(std::uint32_t));
      if (!link) return false;
      if ((*link | 1U) == (hash | 1U) && is_definition_of(i, name)) return true;
      if ((*link & 1U) != 0) return false;  // the last of its bucket
    }
    return false;
  }

  bool in_sysv_hash(std::string_view name) {
    std::uint32_t hash = 0;
    for (const char c : name) {
      hash = (hash << 4U) + static_cast<unsigned char>(c);
      const std::uint32_t high = hash & 0xf0000000U;
      hash = (hash ^ (high >> 24U)) & ~high;
    }
    const auto bucket_count = at<std::uint32_t>(sysv_hash_);
    if (!bucket_count || *bucket_count == 0) return false;
    const std::uint64_t buckets = sysv_hash_ + 2 * sizeof(std::uint32_t);
    const std::uint64_t chains = buckets + std::uint64_t{*bucket_count} * sizeof(std::uint32_t);
    auto index = at<std::uint32_t>(buckets + hash % *bucket_count * sizeof(std::uint32_t));
    for (std::size_t steps = 0; index && *index != 0 && steps < kMaxChain; ++steps) {
      if (is_definition_of(*index, name)) return true;
      index = at<std::uint32_t>(chains + std::uint64_t{*index} * sizeof(std::uint32_t));
    }
    return false;
  }

  const Environment& environment_;
  const fs::path& path_;
  std::uint64_t size_;
  std::vector<Elf64_Phdr> segments_;
  // Places in the file; 0 when the library has no such table.
  std::uint64_t symbols_ = 0, strings_ = 0, gnu_hash_ = 0, sysv_hash_ = 0;
};

}  // namespace

std::string library_defect(const Environment& environment, const fs::path& path,
                           std::string_view symbol) {
  if (!environment.is_file(path)) return "is not a file, or a link that leads nowhere";
  const auto size = environment.file_size(path);
  if (!size || !environment.read_head(path, 1)) return "cannot be read";
  if (*size == 0) return "is empty";
  ElfFile file(environment, path, *size);
  std::string defect = file.read_headers();
  if (defect.empty() && !symbol.empty() && !file.exports(symbol)) {
    defect = "does not export " + std::string(symbol);
  }
  return defect;
}

}  // namespace penstock
