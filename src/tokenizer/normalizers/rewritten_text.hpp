// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/utf8.hpp"
#include "tokenizer/normalized_string.hpp"

namespace penstock::normalizers {

// Writes what a normalizer makes of a text that has the original's layout. As long as every
// character keeps its width no alignments are written; the first one that does not brings them all.
class RewrittenText {
 public:
  // Most bytes that one character of the old text may become.
  static constexpr std::size_t kLargest = 16;

  // `source` must have no alignments and unchanged_is_noop().
  explicit RewrittenText(const NormalizedString& source)
      : arena_(source.arena()),
        shift_(source.original_begin()),
        capacity_(3 * source.text().size() + kLargest),
        text_(arena_.allocate<char>(capacity_)) {}

  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  // False: what comes next may not fit; the caller takes the long way.
  [[nodiscard]] bool has_room(std::size_t bytes) const noexcept {
    return capacity_ - size_ >= bytes;
  }

  // Characters in the place of those of the old text from byte `from` on, each of the same size.
  void keep(std::string_view characters, std::size_t from) {
    std::copy_n(characters.data(), characters.size(), text_ + size_);
    if (alignments_ != nullptr) align_characters(size_, from, characters.size());
    size_ += characters.size();
  }

  // One byte for one.
  void keep_byte(char byte, std::size_t from) {
    text_[size_] = byte;
    if (alignments_ != nullptr) {
      const auto begin = static_cast<std::uint32_t>(shift_ + from);
      alignments_[size_] = {begin, begin + 1};
    }
    ++size_;
  }

  // Bytes that stand for the old character of `old_size` bytes at `from`. `same_layout`: one
  // character of the same size.
  void put(std::string_view bytes, std::size_t from, std::size_t old_size, bool same_layout) {
    if (!same_layout && alignments_ == nullptr) add_alignments();
    std::copy_n(bytes.data(), bytes.size(), text_ + size_);
    const auto begin = static_cast<std::uint32_t>(shift_ + from);
    const auto end = static_cast<std::uint32_t>(begin + old_size);
    for (std::size_t i = 0; alignments_ != nullptr && i < bytes.size(); ++i) {
      alignments_[size_ + i] = {begin, end};
    }
    size_ += bytes.size();
  }

  // Makes it the text of `text`, which is the source.
  void move_to(NormalizedString& text) {
    if (alignments_ == nullptr) {
      text.assign_same_layout({text_, size_});
    } else {
      text.assign({text_, size_}, alignments_);
    }
  }

 private:
  // For what is written already, which has the old layout.
  void add_alignments() {
    alignments_ = arena_.allocate<Alignment>(capacity_);
    align_characters(0, 0, size_);
  }

  // `count` bytes of the new text from `at` on stand for the old ones from `from` on.
  void align_characters(std::size_t at, std::size_t from, std::size_t count) {
    auto begin = static_cast<std::uint32_t>(shift_ + from);
    for (const std::size_t end = at + count; at < end;) {
      const auto width = utf8::length_from_lead(static_cast<std::uint8_t>(text_[at]));
      for (std::uint32_t i = 0; i < width; ++i) alignments_[at + i] = {begin, begin + width};
      at += width;
      begin += width;
    }
  }

  TextArena& arena_;
  std::size_t shift_;
  std::size_t capacity_;
  char* text_;
  std::size_t size_ = 0;
  Alignment* alignments_ = nullptr;
};

}  // namespace penstock::normalizers
