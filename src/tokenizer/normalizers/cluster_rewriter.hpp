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

// What ClusterRewriter asks of characters to pass over them.
struct CharFlags {
  static constexpr std::uint8_t kKnown = 1;  // always
  static constexpr std::uint8_t kAlone = 2;  // as ClusterRewriter's
  // Unchanged, wherever in a cluster; at its beginning only as kFirst says.
  static constexpr std::uint8_t kStays = 4;
  // As the first of a cluster of more it brings no rewrite of the whole.
  static constexpr std::uint8_t kFirst = 8;
  static constexpr std::uint8_t kBegins = 16;  // begins a cluster behind any character with
  static constexpr std::uint8_t kEnds = 32;    // this flag
};

// Normalizes a text in which most characters stay: runs of these are passed over, the others are
// looked up one by one, and what joins its neighbours is looked at as a cluster. `Policy` gives
//   CharRewrites::Rewrite rewrite_of(char32_t)      with the flags below
//   std::uint8_t flags_of(char32_t)                  of CharFlags
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
    std::size_t end = run_end(0);
    if (end == all_.size()) return true;
    for (std::size_t at = 0; at < all_.size(); end = run_end(at)) {
      if (!out_.has_room(all_.size() - at + RewrittenText::kLargest)) return false;
      const std::size_t begin = at;
      at = boundary_before(end, begin);
      if (at > begin) {
        out_.keep(all_.substr(begin, at - begin), begin);
        surplus_ = false;
      }
      while (at <= end && at < all_.size()) {
        if (!put_next(at)) return false;
      }
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

  // Of the character at a byte of the text.
  [[nodiscard]] std::uint8_t flags(std::size_t at) {
    const auto c = utf8::decode_unchecked(all_.data() + at);
    return rewrites_.flags_of(c.code_point, [this](char32_t one) { return policy_.flags_of(one); });
  }
  [[nodiscard]] std::size_t before(std::size_t at) const {
    do {
      --at;
    } while (utf8::is_continuation(all_[at]));
    return at;
  }

  // The first character from `at`, a boundary, on that does not surely stay.
  [[nodiscard]] std::size_t run_end(std::size_t at) {
    const std::size_t begin = at;
    std::uint8_t last = 0;  // flags of the character before `at`; 0: ASCII, not looked up
    while (at < all_.size()) {
      if (is_ascii(all_[at])) {
        if (!policy_.stays(all_[at])) return at;
        last = 0;
        ++at;
        continue;
      }
      const auto c = utf8::decode_unchecked(all_.data() + at);
      const std::uint8_t here =
          rewrites_.flags_of(c.code_point, [this](char32_t one) { return policy_.flags_of(one); });
      if ((here & CharFlags::kAlone) == 0 && at > begin) {
        if (last == 0) last = flags(at - 1);
        if ((last & CharFlags::kFirst) == 0) return before(at);
      }
      if ((here & CharFlags::kStays) == 0) return at;
      last = here;
      at += c.size;
    }
    return at;
  }

  // The last place from `begin` to `at` where surely a cluster begins, as it does at `begin`.
  [[nodiscard]] std::size_t boundary_before(std::size_t at, std::size_t begin) {
    while (at > begin && at < all_.size()) {
      const std::size_t previous = before(at);
      if ((flags(at) & CharFlags::kBegins) != 0 && (flags(previous) & CharFlags::kEnds) != 0) break;
      at = previous;
    }
    return at;
  }

  // Goes on to the next character, or cluster.
  [[nodiscard]] bool put_next(std::size_t& at) {
    const Rewrite one = find(at);  // a copy: `joins` looks up others
    std::size_t end = at + utf8::length_from_lead(static_cast<std::uint8_t>(all_[at]));
    const bool alone = (one.flags & kAlone) != 0 && !joins(end);
    if (!(alone ? put_one(one, at, end - at) : put_joined(at, end))) return false;
    at = end;
    return true;
  }

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
