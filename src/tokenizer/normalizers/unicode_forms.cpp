// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/unicode_forms.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/unicode_normalization.hpp"
#include "core/utf8.hpp"
#include "tokenizer/kernels/piece_cache.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/normalizers/cluster_rewriter.hpp"

namespace penstock::normalizers {
namespace {

using unicode::NormalizationForm;

class UnicodeForm final : public Normalizer {
 public:
  explicit UnicodeForm(NormalizationForm form)
      : form_(form), owner_(kernels::PieceCache::next_owner()) {}
  void normalize(NormalizedString& text) const override { text.normalize(form_); }

  void normalize_fast(NormalizedString& text) const override {
    if (utf8::is_ascii(text.text()) && text.unchanged_is_noop()) return;
    CharRewrites& rewrites = CharRewrites::of_thread(owner_);
    if (!has_original_layout(text) || !Rewriter(*this, rewrites, text).run(text)) normalize(text);
  }

 private:
  friend class ClusterRewriter<UnicodeForm>;
  using Rewriter = ClusterRewriter<UnicodeForm>;
  using Rewrite = CharRewrites::Rewrite;

  static bool stays(char /*byte*/) { return true; }

  template <typename Joins>
  static std::size_t cluster_end(std::string_view text, std::size_t at, Joins joins) {
    do {
      at += utf8::length_from_lead(static_cast<std::uint8_t>(text[at]));
    } while (at < text.size() && joins(at));
    return at;
  }

  // NormalizedString::transform, where the cluster takes exactly its own characters.
  bool put_cluster(std::string_view cluster, std::size_t from, Rewriter& out) const {
    thread_local std::vector<CharChange> changes;
    unicode::normalize(cluster, form_, changes);
    std::size_t next = 0;
    std::size_t last = 0;  // the character before `next`
    std::string character;
    for (const CharChange& c : changes) {
      character.clear();
      utf8::append(character, c.code_point);
      if (c.change > 0) {
        if (next == 0) return false;
        out.put(character, from + last, true);
        continue;
      }
      if (next >= cluster.size()) return false;
      out.put(character, from + next, false);
      for (std::int32_t k = c.change; k <= 0; ++k) {
        if (next >= cluster.size()) return false;
        last = next;
        next += utf8::length_from_lead(static_cast<std::uint8_t>(cluster[next]));
      }
    }
    return next == cluster.size();
  }

  [[nodiscard]] Rewrite rewrite_of(char32_t c) const {
    std::string text;
    utf8::append(text, c);
    std::vector<CharChange> changes;
    unicode::normalize(text, form_, changes);
    Rewrite rewrite;
    if (starts_anew(text)) rewrite.flags = Rewriter::kAlone;
    std::string result;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (changes[i].change != (i == 0 ? 0 : 1)) return rewrite;
      utf8::append(result, changes[i].code_point);
    }
    if (result.empty() || result.size() > Rewrite::kMostBytes) return rewrite;
    rewrite.size = static_cast<std::uint8_t>(result.size());
    std::copy(result.begin(), result.end(), rewrite.bytes.begin());
    if (changes.size() == 1) rewrite.flags |= Rewriter::kOneCharacter;
    return rewrite;
  }

  // What composes or is reordered joins; a character that does not is never the same cluster's.
  [[nodiscard]] std::uint8_t flags_of(char32_t c) const {
    std::string character;
    utf8::append(character, c);
    const Rewrite rewrite = rewrite_of(c);
    std::uint8_t flags = CharFlags::kKnown | CharFlags::kEnds;
    if ((rewrite.flags & Rewriter::kAlone) == 0) return flags;
    flags |= CharFlags::kAlone | CharFlags::kBegins;
    if (rewrite.is(character)) flags |= CharFlags::kStays;
    return flags;
  }

  // No character in front has a part in it: its decomposition begins with a starter that composes
  // with nothing before it.
  [[nodiscard]] bool starts_anew(std::string_view character) const {
    const bool compatible = form_ == NormalizationForm::nfkc || form_ == NormalizationForm::nfkd;
    std::vector<CharChange> parts;
    unicode::normalize(character, compatible ? NormalizationForm::nfkd : NormalizationForm::nfd,
                       parts);
    if (parts.empty() || unicode::combining_class(parts[0].code_point) != 0) return false;
    std::string first;
    utf8::append(first, parts[0].code_point);
    return unicode::is_surely_normalized(first, form_);
  }

  NormalizationForm form_;
  std::uint64_t owner_;
};

}  // namespace

std::unique_ptr<Normalizer> make_nfc(const JsonView&) {
  return std::make_unique<UnicodeForm>(NormalizationForm::nfc);
}
std::unique_ptr<Normalizer> make_nfd(const JsonView&) {
  return std::make_unique<UnicodeForm>(NormalizationForm::nfd);
}
std::unique_ptr<Normalizer> make_nfkc(const JsonView&) {
  return std::make_unique<UnicodeForm>(NormalizationForm::nfkc);
}
std::unique_ptr<Normalizer> make_nfkd(const JsonView&) {
  return std::make_unique<UnicodeForm>(NormalizationForm::nfkd);
}

}  // namespace penstock::normalizers
