// SPDX-License-Identifier: Apache-2.0
#include "core/regex.hpp"

#include <penstock/error.hpp>
#include <utility>

#include "core/regex/compiler.hpp"
#include "core/regex/matcher.hpp"
#include "core/utf8.hpp"

namespace penstock {
namespace {

// The calling thread's working memory, trimmed when the search is over.
class BorrowedMemory {
 public:
  BorrowedMemory() = default;
  BorrowedMemory(const BorrowedMemory&) = delete;
  BorrowedMemory& operator=(const BorrowedMemory&) = delete;
  ~BorrowedMemory() { get().trim(); }

  static regex::Matcher::Memory& get() {
    thread_local regex::Matcher::Memory memory;
    return memory;
  }
};

}  // namespace

Regex::Regex(std::shared_ptr<const regex::Program> program) : program_(std::move(program)) {}

Regex Regex::compile(std::string_view pattern) {
  return Regex(std::make_shared<const regex::Program>(regex::compile(pattern)));
}

Regex Regex::literal(std::string_view text) {
  return Regex(std::make_shared<const regex::Program>(regex::compile_literal(text)));
}

bool Regex::search(std::string_view text, size_t start, Span& match) const {
  const BorrowedMemory memory;
  regex::Matcher matcher(*program_, text, BorrowedMemory::get());
  return matcher.search(start, match.begin, match.end);
}

void Regex::find_all(std::string_view text, std::vector<Span>& matches) const {
  matches.clear();
  const BorrowedMemory memory;
  regex::Matcher matcher(*program_, text, BorrowedMemory::get());
  size_t from = 0;
  size_t last_end = text.size() + 1;  // of the match before; no position at first
  Span match;
  while (from <= text.size() && matcher.search(from, match.begin, match.end)) {
    if (match.begin == match.end && match.end == last_end) {
      from += from < text.size() ? utf8::length_from_lead(static_cast<uint8_t>(text[from])) : 1;
      continue;
    }
    if (match.end == last_end) {
      throw Error(
          ErrorCode::unsupported,
          "the regular expression '" + program_->pattern.substr(0, 200) +
              "' finds the same match again and again: \\K in its look-behind moves the begin "
              "back; leave \\K out of look-behind");
    }
    from = last_end = match.end;
    matches.push_back(match);
  }
}

const std::string& Regex::pattern() const noexcept { return program_->pattern; }

}  // namespace penstock
