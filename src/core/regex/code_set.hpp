// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <vector>

namespace penstock::regex {

inline constexpr char32_t kLastCodePoint = 0x10FFFF;

// An inclusive range of code points.
struct CodeRange {
  char32_t low;
  char32_t high;
  friend bool operator==(const CodeRange&, const CodeRange&) = default;
};

// A set of code points as sorted, disjoint, non-adjacent ranges.
class CodeSet {
 public:
  CodeSet() = default;
  explicit CodeSet(char32_t c) : ranges_{{c, c}} {}
  // `ranges` may come in any order and overlap.
  explicit CodeSet(std::vector<CodeRange> ranges);
  CodeSet(std::initializer_list<CodeRange> ranges) : CodeSet(std::vector<CodeRange>(ranges)) {}
  [[nodiscard]] static CodeSet all() { return CodeSet{{0, kLastCodePoint}}; }

  void add(char32_t low, char32_t high);
  void unite(const CodeSet& other);
  void intersect(const CodeSet& other);
  void complement();

  [[nodiscard]] bool contains(char32_t c) const noexcept;
  [[nodiscard]] bool disjoint(const CodeSet& other) const noexcept;
  [[nodiscard]] bool empty() const noexcept { return ranges_.empty(); }
  [[nodiscard]] const std::vector<CodeRange>& ranges() const noexcept { return ranges_; }
  friend bool operator==(const CodeSet&, const CodeSet&) = default;

 private:
  void normalize();

  std::vector<CodeRange> ranges_;
};

}  // namespace penstock::regex
