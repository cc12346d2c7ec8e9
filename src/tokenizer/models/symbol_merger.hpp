// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tokenizer/models/merge_table.hpp"

namespace penstock::models {

// A part of a piece: a token id and the bytes of the piece that it covers.
struct Symbol {
  std::uint32_t id = 0;
  std::uint32_t length = 0;
};

// BPE's inner loop: merges the neighbours of lowest rank, leftmost first, until none merges.
// Holds memory for reuse; one for each thread.
class SymbolMerger {
 public:
  // Merges symbols[from..] in place. Short runs are scanned, long ones go through a heap:
  // O(n log n).
  void merge(const MergeTable& table, std::vector<Symbol>& symbols, std::size_t from);
  // The same, but each candidate is passed over with probability `dropout`; passed-over ones come
  // back after the next merge (Word::merge_all).
  void merge_with_dropout(const MergeTable& table, std::vector<Symbol>& symbols, float dropout);

 private:
  struct Link {
    Symbol symbol;
    std::uint32_t previous;
    std::uint32_t next;
  };
  struct Candidate {
    std::uint64_t order;  // rank << 32 | position
    std::uint32_t id;
    bool operator>(const Candidate& other) const noexcept { return order > other.order; }
  };

  void merge_long(const MergeTable& table, std::vector<Symbol>& symbols, std::size_t from);
  void link(const std::vector<Symbol>& symbols, std::size_t from);
  void collect(std::vector<Symbol>& symbols, std::size_t from) const;
  void offer(const MergeTable& table, std::uint32_t left);
  void push(Candidate candidate);
  [[nodiscard]] Candidate pop();
  void apply(const MergeTable& table, Candidate candidate);

  std::vector<Link> links_;
  std::vector<Candidate> heap_;
  std::vector<Candidate> skipped_;
};

}  // namespace penstock::models
