// SPDX-License-Identifier: Apache-2.0
#include "backends/elf_library.hpp"

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ios>

#include "backends/fake_environment.hpp"
#include "backends/fake_library.hpp"

namespace penstock {
namespace {

using ::testing::HasSubstr;

std::string defect_of(const std::string& bytes, std::string_view symbol = "wanted") {
  FakeEnvironment env;
  env.add_file("/lib.so", bytes);
  return library_defect(env, "/lib.so", symbol);
}

TEST(ElfLibrary, AWholeLibraryWithTheSymbolHasNoDefect) {
  for (const auto hash : {FakeLibrary::Hash::gnu, FakeLibrary::Hash::sysv}) {
    for (const auto& symbols : std::vector<std::vector<std::string>>{
             {"wanted"}, {"a", "wanted"}, {"wanted", "b"}, {"a", "b", "wanted", "c"}}) {
      EXPECT_EQ(defect_of(FakeLibrary{.symbols = symbols, .hash = hash}.bytes()), "");
    }
  }
}

TEST(ElfLibrary, WhatTheLinkerMadeHasNoDefect) {
  Dl_info library{};
  const auto function = reinterpret_cast<void*>(&std::ios_base::xalloc);
  ASSERT_NE(dladdr(function, &library), 0);
  const std::filesystem::path path(library.dli_fname);
  if (path.filename().string().find("libstdc++") == std::string::npos) {
    GTEST_SKIP() << "the C++ library is linked statically";
  }
  EXPECT_EQ(library_defect(system_environment(), path, "__cxa_throw"), "");
  EXPECT_EQ(library_defect(system_environment(), path, "__cxa_thro"), "does not export __cxa_thro");
  EXPECT_EQ(library_defect(system_environment(), path, "memcpy"), "does not export memcpy");
}

TEST(ElfLibrary, AMissingSymbolIsNamed) {
  for (const auto hash : {FakeLibrary::Hash::gnu, FakeLibrary::Hash::sysv}) {
    EXPECT_EQ(defect_of(FakeLibrary{.symbols = {"wanted2", "want"}, .hash = hash}.bytes()),
              "does not export wanted");
    EXPECT_EQ(defect_of(FakeLibrary{.symbols = {}, .hash = hash}.bytes()),
              "does not export wanted");
  }
}

TEST(ElfLibrary, AnImportIsNoExport) {
  EXPECT_EQ(defect_of(FakeLibrary{.symbols = {"wanted"}, .defined = false}.bytes()),
            "does not export wanted");
}

TEST(ElfLibrary, NoSymbolIsAskedForWhenNoneIsNamed) {
  EXPECT_EQ(defect_of(FakeLibrary{}.bytes(), ""), "");
}

TEST(ElfLibrary, AnotherArchitectureIsNamed) {
  const Elf64_Half other = FakeLibrary{}.machine == EM_AARCH64 ? EM_X86_64 : EM_AARCH64;
  EXPECT_THAT(defect_of(FakeLibrary{.symbols = {"wanted"}, .machine = other}.bytes()),
              HasSubstr(other == EM_AARCH64 ? "is built for aarch64" : "is built for x86-64"));
  EXPECT_THAT(
      defect_of(FakeLibrary{.symbols = {}, .machine = EM_386, .elf_class = ELFCLASS32}.bytes()),
      HasSubstr("is built for 32-bit x86"));
}

TEST(ElfLibrary, AProgramIsNoLibrary) {
  EXPECT_EQ(defect_of(FakeLibrary{.symbols = {"wanted"}, .type = ET_EXEC}.bytes()),
            "is an ELF file but not a shared library");
}

TEST(ElfLibrary, AFileOfAnotherKindIsNoLibrary) {
  EXPECT_EQ(defect_of(std::string(1000, 'x')), "is not a shared library (no ELF header)");
  EXPECT_EQ(defect_of("text"), "is not a shared library (no ELF header)");
  EXPECT_EQ(defect_of(""), "is empty");
  FakeEnvironment env;
  env.add_folder("/lib.so").add_link("/link.so", "/gone.so");
  EXPECT_EQ(library_defect(env, "/lib.so", ""), "is not a file, or a link that leads nowhere");
  EXPECT_EQ(library_defect(env, "/link.so", ""), "is not a file, or a link that leads nowhere");
}

TEST(ElfLibrary, EveryTruncationIsADefect) {
  const std::string whole = library_exporting("wanted");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(defect_of(whole.substr(0, size)), "") << size;
  }
  EXPECT_THAT(defect_of(whole.substr(0, whole.size() - 1)), HasSubstr("is truncated"));
}

TEST(ElfLibrary, DamagedBytesNeverCrashOrHang) {
  const std::string whole = library_exporting("wanted");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const char value : {'\0', '\x01', '\x7f', '\xff'}) {
      std::string damaged = whole;
      damaged[i] = value;
      static_cast<void>(defect_of(damaged));
    }
  }
}

}  // namespace
}  // namespace penstock
