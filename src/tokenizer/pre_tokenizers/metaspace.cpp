// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/metaspace.hpp"

#include <string>
#include <vector>

#include "core/utf8.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

enum class PrependScheme { always, first, never };

class Metaspace final : public PreTokenizer {
 public:
  Metaspace(char32_t replacement, PrependScheme scheme, bool split)
      : replacement_(replacement), scheme_(scheme), split_(split) {
    utf8::append(replacement_text_, replacement);
  }

  void pre_tokenize(PreTokenizedString& text) const override {
    text.split([&](NormalizedString& piece, PieceSink& sink) {
      replace_spaces(piece);
      if (wants_prefix(piece)) piece.prepend(replacement_text_);
      if (!split_) {
        sink.push(piece);
        return;
      }
      find_spans_if([this](char32_t c) { return c == replacement_; }, piece.text(), text.spans());
      apply_split_behavior(SplitBehavior::merged_with_next, text.spans());
      sink.push_parts(piece, text.spans());
    });
  }
  [[nodiscard]] std::optional<kernels::ScanPlan> scan_plan() const override {
    if (replacement_ != U'\u2581') return std::nullopt;
    using Kind = kernels::ScanPlan::Kind;
    using Prefix = kernels::ScanPlan::Prefix;
    Prefix prefix = Prefix::never;
    if (scheme_ == PrependScheme::first) prefix = Prefix::first;
    if (scheme_ == PrependScheme::always) prefix = Prefix::always;
    return kernels::ScanPlan{.kind = split_ ? Kind::metaspace : Kind::marks, .prefix = prefix};
  }

 private:
  void replace_spaces(NormalizedString& piece) const {
    thread_local std::vector<Span> spaces;
    spaces.clear();
    const std::string_view text = piece.text();
    for (std::size_t at = text.find(' '); at != text.npos; at = text.find(' ', at + 1)) {
      spaces.push_back({at, at + 1});
    }
    piece.replace(spaces, replacement_text_);
  }

  [[nodiscard]] bool wants_prefix(const NormalizedString& piece) const {
    if (scheme_ == PrependScheme::never || piece.text().starts_with(replacement_text_)) {
      return false;
    }
    return scheme_ == PrependScheme::always || piece.original_begin() == 0;
  }

  char32_t replacement_;
  PrependScheme scheme_;
  bool split_;
  std::string replacement_text_;
};

PrependScheme read_scheme(const JsonView& json) {
  const auto field = json.find("prepend_scheme");
  if (!field) return PrependScheme::always;
  const std::string_view name = field->as_string();
  if (name == "always") return PrependScheme::always;
  if (name == "first") return PrependScheme::first;
  if (name == "never") return PrependScheme::never;
  field->fail("always, first or never");
}

}  // namespace

std::unique_ptr<PreTokenizer> make_metaspace(const JsonView& json) {
  const PrependScheme scheme = read_scheme(json);
  if (!json.bool_or("add_prefix_space", true) && scheme != PrependScheme::never) {
    json.at("add_prefix_space").fail("true where prepend_scheme is not never");
  }
  return std::make_unique<Metaspace>(json.at("replacement").as_char(), scheme,
                                     json.bool_or("split", true));
}

}  // namespace penstock::pre_tokenizers
