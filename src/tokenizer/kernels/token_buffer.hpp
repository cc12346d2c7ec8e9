// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock::kernels {

// A token with the original bytes that it covers; a part of a character stands for all of it.
struct KernelToken {
  std::uint32_t id;
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t word;
};

// Where kernels write. One for each thread, reused.
class TokenBuffer {
 public:
  void clear() noexcept {
    size_ = 0;
    verbatim_.clear();
    if (capacity_ > kKeep) {
      tokens_.reset();
      capacity_ = 0;
    }
  }
  // Room for `count` more tokens; what lies behind end() may be written.
  void reserve(std::size_t count) {
    if (capacity_ - size_ < count) grow(count);
  }
  [[nodiscard]] KernelToken* end() noexcept { return tokens_.get() + size_; }
  // Takes over what was written behind end().
  void commit(std::size_t count) noexcept { size_ += count; }
  void push(const KernelToken& token) {
    reserve(1);
    tokens_[size_++] = token;
  }
  // The last token's text is not its vocabulary entry's but `text`, which outlives the buffer.
  void set_text(std::string_view text) { verbatim_.emplace_back(size_ - 1, text); }

  [[nodiscard]] std::span<const KernelToken> tokens() const noexcept {
    return {tokens_.get(), size_};
  }
  [[nodiscard]] const std::vector<std::pair<std::size_t, std::string_view>>& verbatim() const {
    return verbatim_;
  }

 private:
  static constexpr std::size_t kKeep = std::size_t{1} << 18;

  void grow(std::size_t count);

  std::unique_ptr<KernelToken[]> tokens_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::vector<std::pair<std::size_t, std::string_view>> verbatim_;
};

}  // namespace penstock::kernels
