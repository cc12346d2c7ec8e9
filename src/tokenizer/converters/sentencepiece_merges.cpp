// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/sentencepiece_merges.hpp"

#include <algorithm>
#include <tuple>

#include "core/utf8.hpp"

namespace penstock::converters {
namespace {

struct Candidate {
  Merge merge;
  double score;
  std::uint32_t left_length;  // in characters
  std::uint32_t right_length;
  std::uint32_t left_id;
  std::uint32_t right_id;
};

// Each text once, where it first stands, with its last score.
std::vector<std::pair<std::string_view, double>> unique_pieces(
    std::span<const ScoredPiece> pieces) {
  std::vector<std::pair<std::string_view, double>> unique;
  std::unordered_map<std::string_view, std::size_t> places;
  unique.reserve(pieces.size());
  places.reserve(pieces.size());
  for (const ScoredPiece& piece : pieces) {
    const auto [place, is_new] = places.emplace(piece.text, unique.size());
    if (is_new) unique.emplace_back(piece.text, 0.0);
    unique[place->second].second = piece.score;
  }
  return unique;
}

void append_splits(std::string_view text, double score,
                   const std::unordered_map<std::string_view, std::uint32_t>& ids,
                   std::vector<Candidate>& out) {
  const auto length = static_cast<std::uint32_t>(utf8::count(text));
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  std::uint32_t before = 0;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (utf8::is_continuation(text[at])) continue;
    ++before;
    const auto left = ids.find(text.substr(0, at));
    if (left == ids.end()) continue;
    const auto right = ids.find(text.substr(at));
    if (right == ids.end()) continue;
    out.push_back({{text.substr(0, at), text.substr(at)},
                   score,
                   before,
                   length - before,
                   left->second,
                   right->second});
  }
  std::stable_sort(out.begin() + first, out.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.left_id, a.right_id) < std::tie(b.left_id, b.right_id);
  });
}

}  // namespace

std::vector<Merge> generate_merges(std::span<const ScoredPiece> pieces,
                                   const std::unordered_map<std::string_view, std::uint32_t>& ids) {
  std::vector<Candidate> candidates;
  for (const auto& [text, score] : unique_pieces(pieces)) {
    append_splits(text, score, ids, candidates);
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     return std::tie(a.score, a.left_length, a.right_length) >
                            std::tie(b.score, b.left_length, b.right_length);
                   });
  std::vector<Merge> merges;
  merges.reserve(candidates.size());
  for (const Candidate& candidate : candidates) merges.push_back(candidate.merge);
  return merges;
}

}  // namespace penstock::converters
