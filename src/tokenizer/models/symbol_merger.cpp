// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/symbol_merger.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <random>

namespace penstock::models {
namespace {

constexpr std::size_t kShort = 48;
constexpr std::uint32_t kNone = 0xFFFFFFFF;
// Memory above this many symbols is given back after use.
constexpr std::size_t kKeep = std::size_t{1} << 16;

// Merges `symbols[0..count)` in place and returns the new count.
std::size_t merge_short(const MergeTable& table, Symbol* symbols, std::size_t count) {
  std::array<MergeTable::Merge, kShort> merges;  // of each symbol with the next one
  for (std::size_t i = 0; i + 1 < count; ++i) {
    merges[i] = table.find(symbols[i].id, symbols[i + 1].id);
  }
  while (count > 1) {
    std::size_t best = 0;
    for (std::size_t i = 1; i + 1 < count; ++i) {
      if (merges[i].rank < merges[best].rank) best = i;
    }
    if (merges[best].rank == MergeTable::kNoRank) break;
    symbols[best] = {merges[best].id, symbols[best].length + symbols[best + 1].length};
    --count;
    std::move(symbols + best + 2, symbols + count + 1, symbols + best + 1);
    std::move(merges.begin() + best + 1, merges.begin() + count, merges.begin() + best);
    if (best + 1 < count) merges[best] = table.find(symbols[best].id, symbols[best + 1].id);
    if (best > 0) merges[best - 1] = table.find(symbols[best - 1].id, symbols[best].id);
  }
  return count;
}

}  // namespace

void SymbolMerger::merge(const MergeTable& table, std::vector<Symbol>& symbols, std::size_t from) {
  const std::size_t count = symbols.size() - from;
  if (count < 2) return;
  if (count <= kShort) {
    symbols.resize(from + merge_short(table, symbols.data() + from, count));
  } else {
    merge_long(table, symbols, from);
  }
}

void SymbolMerger::merge_long(const MergeTable& table, std::vector<Symbol>& symbols,
                              std::size_t from) {
  link(symbols, from);
  heap_.clear();
  for (std::uint32_t i = 0; i + 1 < links_.size(); ++i) {
    const auto merge = table.find(links_[i].symbol.id, links_[i + 1].symbol.id);
    if (merge.rank != MergeTable::kNoRank) {
      heap_.push_back({std::uint64_t{merge.rank} << 32 | i, merge.id});
    }
  }
  std::make_heap(heap_.begin(), heap_.end(), std::greater<>{});
  while (!heap_.empty()) apply(table, pop());
  collect(symbols, from);
  if (links_.capacity() > kKeep) {
    links_ = {};
    heap_ = {};
  }
}

void SymbolMerger::merge_with_dropout(const MergeTable& table, std::vector<Symbol>& symbols,
                                      float dropout) {
  thread_local std::minstd_rand random{std::random_device{}()};
  std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
  link(symbols, 0);
  heap_.clear();
  skipped_.clear();
  for (std::uint32_t i = 0; i < links_.size(); ++i) offer(table, i);
  while (!heap_.empty()) {
    const Candidate candidate = pop();
    if (dropout >= 1.0F || uniform(random) < dropout) {
      skipped_.push_back(candidate);
      continue;
    }
    for (const Candidate& skipped : skipped_) push(skipped);
    skipped_.clear();
    apply(table, candidate);
  }
  collect(symbols, 0);
}

void SymbolMerger::link(const std::vector<Symbol>& symbols, std::size_t from) {
  links_.clear();
  const auto count = static_cast<std::uint32_t>(symbols.size() - from);
  for (std::uint32_t i = 0; i < count; ++i) {
    links_.push_back({symbols[from + i], i == 0 ? kNone : i - 1, i + 1 == count ? kNone : i + 1});
  }
}

// A symbol of length 0 was merged into its left neighbour.
void SymbolMerger::collect(std::vector<Symbol>& symbols, std::size_t from) const {
  symbols.resize(from);
  for (const Link& link : links_) {
    if (link.symbol.length != 0) symbols.push_back(link.symbol);
  }
}

void SymbolMerger::push(Candidate candidate) {
  heap_.push_back(candidate);
  std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
}

SymbolMerger::Candidate SymbolMerger::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
  const Candidate top = heap_.back();
  heap_.pop_back();
  return top;
}

// Adds the pair that starts at `left`, if it merges.
void SymbolMerger::offer(const MergeTable& table, std::uint32_t left) {
  const std::uint32_t right = links_[left].next;
  if (right == kNone) return;
  const auto merge = table.find(links_[left].symbol.id, links_[right].symbol.id);
  if (merge.rank == MergeTable::kNoRank) return;
  push({std::uint64_t{merge.rank} << 32 | left, merge.id});
}

// Candidates that earlier merges have made stale are known by the id that the pair gives now.
void SymbolMerger::apply(const MergeTable& table, Candidate candidate) {
  const auto position = static_cast<std::uint32_t>(candidate.order);
  Link& left = links_[position];
  if (left.symbol.length == 0 || left.next == kNone) return;
  Link& right = links_[left.next];
  const auto merge = table.find(left.symbol.id, right.symbol.id);
  if (merge.rank == MergeTable::kNoRank || merge.id != candidate.id) return;
  left.symbol = {candidate.id, left.symbol.length + right.symbol.length};
  right.symbol.length = 0;
  left.next = right.next;
  if (left.next != kNone) links_[left.next].previous = position;
  if (left.previous != kNone) offer(table, left.previous);
  offer(table, position);
}

}  // namespace penstock::models
