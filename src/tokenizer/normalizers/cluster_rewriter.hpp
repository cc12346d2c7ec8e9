// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/utf8.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizers/char_rewrites.hpp"
#include "tokenizer/normalizers/rewritten_text.hpp"

namespace penstock::normalizers {

// Normalizes a text in which most characters stand alone: these are looked up one by one, and only
// what joins its neighbours is looked at as a cluster. `Policy` gives
//   CharRewrites::Rewrite rewrite_of(char32_t)      with the flags below
//   std::size_t cluster_end(text, at, joins)         `joins(next)`: that character is not alone
//   bool put_cluster(cluster, from, ClusterRewriter&)
//   bool stays(ASCII byte)                           unchanged, and alone
template <typename Policy>
class ClusterRewriter {
 public:
  using Rewrite = CharRewrites::Rewrite;
  static constexpr std::uint8_t kOneCharacter = 1;  // the rewrite is one character
  // Neither joins another character that is alone on its left nor one on its right.
  static constexpr std::uint8_t kAlone = 2;

  ClusterRewriter(const Policy& policy, CharRewrites& rewrites, const NormalizedString& text)
      : policy_(policy), rewrites_(rewrites), all_(text.text()), out_(text) {}

  // False: the long way has to be gone, `text` is as it was.
  [[nodiscard]] bool run(NormalizedString& text) {
    for (std::size_t at = 0; at < all_.size();) {
      if (!out_.has_room(all_.size() - at + RewrittenText::kLargest)) return false;
      std::size_t end = at;
      while (end < all_.size() && is_ascii(all_[end]) && policy_.stays(all_[end])) ++end;
      if (end > at && joins(end)) --end;
      if (end > at) {
        out_.keep_ascii(all_.data() + at, at, end - at);
        surplus_ = false;
        at = end;
        continue;
      }
      const Rewrite one = find(at);  // a copy: `joins` looks up others
      end = at + utf8::length_from_lead(static_cast<std::uint8_t>(all_[at]));
      const bool alone = (one.flags & kAlone) != 0 && !joins(end);
      if (!(alone ? put_one(one, at, end - at) : put_joined(at, end))) return false;
      at = end;
    }
    out_.move_to(text);
    return true;
  }

  // One old character by itself; false where the reference lets another one pay for a removed one.
  [[nodiscard]] bool put_one(const Rewrite& one, std::size_t from, std::size_t size) {
    if (one.size == Rewrite::kUnknown) return false;
    if (one.size == 0) return remove();
    const bool is_one = (one.flags & kOneCharacter) != 0;
    surplus_ = !is_one;
    out_.put(one.text(), from, size, is_one && one.size == size);
    return true;
  }
  // The rewrite of the character at a byte of the text.
  [[nodiscard]] const Rewrite& find(std::size_t at) {
    const auto c = utf8::decode_unchecked(all_.data() + at);
    return rewrites_.find(c.code_point, [this](char32_t one) { return policy_.rewrite_of(one); });
  }
  // One new character for the old one at `from`; `surplus`: for none.
  void put(std::string_view character, std::size_t from, bool surplus) {
    const auto size = utf8::length_from_lead(static_cast<std::uint8_t>(all_[from]));
    out_.put(character, from, size, false);
    surplus_ = surplus;
  }
  // Nothing for an old character; false where it counts for more than itself.
  [[nodiscard]] bool remove() {
    if (surplus_ || out_.empty()) return false;
    out_.put({}, 0, 0, false);
    return true;
  }

 private:
  static bool is_ascii(char byte) { return static_cast<std::uint8_t>(byte) < 0x80; }

  [[nodiscard]] bool joins(std::size_t next) {
    return next < all_.size() && !is_ascii(all_[next]) && (find(next).flags & kAlone) == 0;
  }

  [[nodiscard]] bool put_joined(std::size_t at, std::size_t& end) {
    end = policy_.cluster_end(all_, at, [this](std::size_t next) { return joins(next); });
    const std::size_t size = end - at;
    if (!out_.has_room(Rewrite::kMostBytes * size + all_.size() - at)) return false;
    return policy_.put_cluster(all_.substr(at, size), at, *this);
  }

  const Policy& policy_;
  CharRewrites& rewrites_;
  std::string_view all_;
  RewrittenText out_;
  bool surplus_ = false;  // the last character written is one more than was replaced
};

// Whether a text can be rewritten at all.
[[nodiscard]] inline bool has_original_layout(const NormalizedString& text) {
  return text.alignments() == nullptr && text.unchanged_is_noop();
}

}  // namespace penstock::normalizers
