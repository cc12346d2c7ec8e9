// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace penstock::regex {

// A pattern as characters, read from left to right, with errors that say where.
class PatternReader {
 public:
  // Throws Error(invalid_argument) if the pattern is not valid UTF-8.
  explicit PatternReader(std::string_view pattern);

  [[nodiscard]] bool at_end() const noexcept { return at_ == characters_.size(); }
  [[nodiscard]] size_t position() const noexcept { return at_; }
  void rewind(size_t position) noexcept { at_ = position; }

  // The next character, or the one `ahead` places further; 0xFFFFFFFF at the end.
  [[nodiscard]] char32_t peek(size_t ahead = 0) const noexcept;
  // Reads one character; the pattern must not be at its end.
  char32_t next() noexcept { return characters_[at_++]; }
  // Reads `c` if it is next.
  bool accept(char32_t c) noexcept;
  // Whether `c` occurs, unescaped, from here on.
  [[nodiscard]] bool has_unescaped(char32_t c) const noexcept;

  // Up to `limit` digits of `base` (8, 10 or 16). Returns how many were read.
  size_t read_digits(unsigned base, size_t limit, char32_t& value) noexcept;

  // What Oniguruma refuses, too.
  [[noreturn]] void fail(std::string_view reason) const;
  // What Oniguruma accepts and this engine does not.
  [[noreturn]] void fail_unsupported(std::string_view what) const;

 private:
  [[nodiscard]] std::string where() const;

  std::string pattern_;
  std::u32string characters_;
  size_t at_ = 0;
};

}  // namespace penstock::regex
