// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tokenizer/huge_pages.hpp"
#include "tokenizer/models/merge_table.hpp"
#include "tokenizer/models/vocabulary.hpp"

namespace penstock::models {

// The merges of a BPE model as texts, in their order: the place in the list is the rank. The texts
// must outlive it.
class MergeList {
 public:
  void reserve(std::size_t count) {
    merges_.reserve(count);
    advise_huge_pages(merges_.data(), count * sizeof(Texts));
  }
  void add(std::string_view left, std::string_view right) {
    merges_.push_back({left.data(), right.data(), static_cast<std::uint32_t>(left.size()),
                       static_cast<std::uint32_t>(right.size())});
  }
  // "a b"; "#version" lines are passed over. False without exactly one space.
  [[nodiscard]] bool add_line(std::string_view line);

  // Looks the tokens up, the merged ones too: those are the left and the right one without its
  // first `prefix_size` bytes. Throws Error{io} for the first merge that cannot be.
  [[nodiscard]] MergeTable resolve(const Vocabulary& vocabulary, std::size_t prefix_size) const;

 private:
  struct Texts {
    const char* left_data;
    const char* right_data;
    std::uint32_t left_size;
    std::uint32_t right_size;

    [[nodiscard]] std::string_view left() const noexcept { return {left_data, left_size}; }
    [[nodiscard]] std::string_view right() const noexcept { return {right_data, right_size}; }
  };
  struct Batch;

  [[nodiscard]] bool fits(const Texts& merge, std::size_t prefix_size) const;
  [[nodiscard]] static bool is_merged(const Texts& merge, std::size_t prefix_size, std::uint32_t id,
                                      const Vocabulary& vocabulary);
  // Looks up merges [begin, end); answers a place before which none is refused, or `end`.
  [[nodiscard]] std::size_t look_up(std::size_t begin, std::size_t end, std::size_t prefix_size,
                                    const Vocabulary& vocabulary, MergeTable::Row* ids) const;
  // Throws for the first merge from `begin` on that is to be refused.
  void refuse(std::size_t begin, std::size_t prefix_size, const Vocabulary& vocabulary) const;

  std::vector<Texts> merges_;
};

}  // namespace penstock::models
