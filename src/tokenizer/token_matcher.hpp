// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

// Finds any of a set of strings in a text: leftmost first, longest of those, never overlapping
// (aho-corasick's LeftmostLongest). Immutable.
class TokenMatcher {
 public:
  struct Match {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint32_t pattern = 0;  // index of the string; of equal strings the first one
  };

  TokenMatcher() = default;
  explicit TokenMatcher(const std::vector<std::string>& patterns);

  [[nodiscard]] bool empty() const noexcept { return nodes_.empty(); }
  // The first match that starts at `from` or later (from <= text.size()). With an empty string in
  // the set every position matches, inside of characters too, and the match is the last one that
  // the crate's automaton meets on its way from there.
  [[nodiscard]] std::optional<Match> find(std::string_view text, std::size_t from) const;
  // The next match after `previous`, as the crate iterates: an empty match right behind a match is
  // passed over by one byte.
  [[nodiscard]] std::optional<Match> next(std::string_view text, const Match& previous) const;

 private:
  static constexpr std::int32_t kNoPattern = -1;
  struct Node {
    std::uint32_t first_edge = 0;
    std::uint32_t edge_count = 0;
    std::int32_t pattern = kNoPattern;
  };
  struct Build;

  void follow_failures(const std::vector<std::string>& patterns);
  [[nodiscard]] std::uint32_t failure_of(std::uint32_t from, char byte) const noexcept;
  [[nodiscard]] std::optional<Match> match_at(std::string_view text, std::size_t at) const;
  [[nodiscard]] Match walk(std::string_view text, std::size_t from) const;
  [[nodiscard]] std::uint32_t child(std::uint32_t node, char byte) const noexcept;

  std::vector<Node> nodes_;           // [0] is the root; none without patterns
  std::vector<char> edge_bytes_;      // of each node, ascending
  std::vector<std::uint32_t> edges_;  // target nodes, parallel to edge_bytes_
  std::array<bool, 256> starts_{};    // bytes with which a string begins
  std::optional<char> only_start_;    // the byte, where there is just one

  // With an empty string in the set only: of each node.
  struct Failure {
    std::uint32_t node = 0;              // where to go on when no edge fits, or kDead
    std::int32_t reported = kNoPattern;  // the pattern that ends here
    std::uint32_t size = 0;              // bytes of it
  };
  static constexpr std::uint32_t kDead = 0xFFFFFFFFU;
  std::vector<Failure> failures_;
};

}  // namespace penstock
