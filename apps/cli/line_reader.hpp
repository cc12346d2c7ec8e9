// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// Lines from a file descriptor, read in large pieces, each lent from the buffer without a copy.

namespace penstock::cli {

struct Line {
  std::string_view text;   // without its newline; empty when the line was too long
  std::uint64_t size = 0;  // bytes of the whole line
  bool too_long = false;   // dropped while it was read
};

class LineReader {
 public:
  // Bytes after every line that may be read, as simdjson wants them.
  static constexpr std::size_t kPadding = 64;

  // Lines of more than `longest` bytes are passed over without being held in memory.
  LineReader(int descriptor, std::size_t longest);

  // The next line, absent at the end of the input; valid until the next call of either function.
  // Throws Error{io} when reading fails.
  [[nodiscard]] std::optional<Line> next();
  // True when next() would return at once.
  [[nodiscard]] bool ready();
  // Bytes of the lines returned so far.
  [[nodiscard]] std::uint64_t consumed() const noexcept { return consumed_; }

 private:
  bool find_newline();
  void read_more();
  void drop_long_line();
  Line take(std::size_t size, std::size_t with_newline);

  int descriptor_;
  std::size_t longest_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;    // of the line being put together
  std::size_t scanned_ = 0;  // no newline in [begin_, scanned_)
  std::size_t end_ = 0;      // of what was read
  std::uint64_t dropped_ = 0;
  std::uint64_t consumed_ = 0;
  bool newline_found_ = false;
  bool at_end_ = false;
};

}  // namespace penstock::cli
