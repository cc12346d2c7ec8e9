// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <penstock/tokenizer.hpp>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock::kernels {

// The tokens of one sequence, array by array, as they are copied into an encoding. One for each
// thread and sequence, reused. Kernels write offsets in original bytes, where a part of a character
// stands for all of it; tokenize_sequence turns them into code points.
class TokenBuffer {
 public:
  // Tokens that may be written behind the reserved ones.
  static constexpr std::size_t kSlack = 4;

  // Starts over. Without offsets neither these nor words nor texts are kept.
  void clear(bool with_offsets) noexcept {
    size_ = 0;
    with_offsets_ = with_offsets;
    texts_.clear();
    if (capacity_ > kKeep) release();
  }
  [[nodiscard]] bool with_offsets() const noexcept { return with_offsets_; }

  // Room for `count` more tokens; what lies behind the *_end() may be written.
  void reserve(std::size_t count) {
    if (capacity_ - size_ < count + kSlack) grow(count + kSlack);
  }
  [[nodiscard]] std::uint32_t* ids_end() noexcept { return ids_.get() + size_; }
  [[nodiscard]] Offsets* offsets_end() noexcept { return offsets_.get() + size_; }
  [[nodiscard]] std::uint32_t* words_end() noexcept { return words_.get() + size_; }
  // Takes over what was written behind the ends.
  void commit(std::size_t count) noexcept { size_ += count; }

  void push(std::uint32_t id, Offsets offsets, std::uint32_t word) {
    reserve(1);
    ids_[size_] = id;
    offsets_[size_] = offsets;
    words_[size_] = word;
    ++size_;
  }
  // A token's text, the last one's, is not its vocabulary entry's but `text`, which outlives the
  // buffer. Tokens come in their order.
  void set_text(std::size_t token, std::string_view text) {
    if (with_offsets_) texts_.emplace_back(token, text);
  }
  void set_text(std::string_view text) { set_text(size_ - 1, text); }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::span<const std::uint32_t> ids() const noexcept { return {ids_.get(), size_}; }
  [[nodiscard]] std::span<Offsets> offsets() noexcept { return {offsets_.get(), size_}; }
  [[nodiscard]] std::span<const Offsets> offsets() const noexcept {
    return {offsets_.get(), size_};
  }
  [[nodiscard]] std::span<std::uint32_t> words() noexcept { return {words_.get(), size_}; }
  [[nodiscard]] std::span<const std::uint32_t> words() const noexcept {
    return {words_.get(), size_};
  }
  // (token, text), ascending.
  [[nodiscard]] std::span<const std::pair<std::size_t, std::string_view>> texts() const noexcept {
    return texts_;
  }

 private:
  static constexpr std::size_t kKeep = std::size_t{1} << 18;

  void grow(std::size_t count);
  void release() noexcept;

  std::unique_ptr<std::uint32_t[]> ids_;
  std::unique_ptr<Offsets[]> offsets_;
  std::unique_ptr<std::uint32_t[]> words_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool with_offsets_ = true;
  std::vector<std::pair<std::size_t, std::string_view>> texts_;
};

}  // namespace penstock::kernels
