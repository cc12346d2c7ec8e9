// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/unicode_scripts.hpp"

#include <optional>

#include "core/unicode.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

// The first piece starts at the first character with a script: what comes before it is lost, as in
// the reference.
class UnicodeScripts final : public PreTokenizer {
 public:
  void pre_tokenize(PreTokenizedString& text) const override {
    text.split([](const NormalizedString& piece, PieceSink& sink) {
      const std::string_view all = piece.text();
      std::optional<std::size_t> begin;
      std::uint8_t last = unicode::kScriptAny;
      for (std::size_t i = 0; i < all.size();) {
        const auto c = utf8::decode_unchecked(all.data() + i);
        const std::uint8_t script = unicode::pretokenizer_script(c.code_point);
        if (script != unicode::kScriptAny && (!begin || script != last)) {
          if (begin) sink.push(piece.slice(*begin, i));
          begin = i;
          last = script;
        }
        i += c.size;
      }
      if (begin) sink.push(piece.slice(*begin, all.size()));
    });
  }
};

}  // namespace

std::unique_ptr<PreTokenizer> make_unicode_scripts(const JsonView&) {
  return std::make_unique<UnicodeScripts>();
}

}  // namespace penstock::pre_tokenizers
