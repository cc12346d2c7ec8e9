// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tokenizer/normalizer.hpp"
#include "tokenizer/normalizers/cluster_rewriter.hpp"

namespace penstock::normalizers {

// A normalizer that treats each character by itself: `normalize` of a text is that of its
// characters, one after the other. Its fast way remembers them.
class CharWise : public Normalizer {
 public:
  void normalize_fast(NormalizedString& text) const override;

 protected:
  CharWise();
  // Call it when the derived object is complete.
  void find_what_stays();

 private:
  friend class ClusterRewriter<CharWise>;
  using Rewriter = ClusterRewriter<CharWise>;

  [[nodiscard]] CharRewrites::Rewrite rewrite_of(char32_t c) const;
  [[nodiscard]] std::uint8_t flags_of(char32_t c) const;
  [[nodiscard]] bool stays(char byte) const { return stays_[static_cast<std::uint8_t>(byte)]; }
  template <typename Joins>
  static std::size_t cluster_end(std::string_view text, std::size_t at, Joins /*joins*/) {
    return at + utf8::length_from_lead(static_cast<std::uint8_t>(text[at]));
  }
  static bool put_cluster(std::string_view /*cluster*/, std::size_t /*from*/, Rewriter& /*out*/) {
    return false;  // never: every character is alone
  }

  std::array<bool, 0x80> stays_{};
  std::uint64_t owner_;
};

}  // namespace penstock::normalizers
