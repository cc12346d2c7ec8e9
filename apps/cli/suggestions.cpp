// SPDX-License-Identifier: Apache-2.0
#include "suggestions.hpp"

#include <algorithm>
#include <vector>

namespace penstock::cli {
namespace {

constexpr std::size_t kLongest = 64;  // longer ones are no misspelt names

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool begins_alike(std::string_view given, std::string_view name) {
  return given.size() >= 3 && name.size() > given.size() &&
         edit_distance(given, name.substr(0, given.size())) == 0;
}

// max_tokens for max_new_tokens: the words of one, in order, among those of the other.
bool has_words_of(std::string_view name, std::string_view given) {
  if (given.find('_') == given.npos) return false;
  std::size_t at = 0;
  while (true) {
    const std::size_t end = given.find('_');
    const std::string_view word = given.substr(0, end);
    bool found = false;
    while (!found && at <= name.size()) {
      const std::size_t next = std::min(name.find('_', at), name.size());
      found = name.substr(at, next - at) == word;
      at = next + 1;
    }
    if (!found) return false;
    if (end == given.npos) return true;
    given.remove_prefix(end + 1);
  }
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

std::string did_you_mean(std::string_view given, std::span<const std::string> names) {
  if (given.empty() || given.size() > kLongest) return {};
  const std::string* best = nullptr;
  const std::size_t most = std::max<std::size_t>(1, given.size() / 3);
  std::size_t least = 2 * most + 2;
  for (const std::string& name : names) {
    std::size_t distance = edit_distance(given, name);
    if (begins_alike(given, name) || has_words_of(name, given))
      distance = std::min<std::size_t>(distance, 1);
    if (distance > most || distance >= name.size()) continue;
    // Among equally near ones, first letters are seldom mistyped.
    const std::size_t rank = 2 * distance + (lower(given[0]) == lower(name[0]) ? 0 : 1);
    if (rank < least) {
      least = rank;
      best = &name;
    }
  }
  return best == nullptr ? std::string() : "Did you mean '" + *best + "'?";
}

}  // namespace penstock::cli
