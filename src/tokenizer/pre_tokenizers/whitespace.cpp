// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/whitespace.hpp"

#include "core/unicode.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

enum class Kind { word, symbol, space };

Kind kind_of(char32_t c) {
  if (unicode::is_word_rust(c)) return Kind::word;
  return unicode::is_whitespace(c) ? Kind::space : Kind::symbol;
}

// The pieces are what \w+|[^\w\s]+ matches.
class Whitespace final : public PreTokenizer {
 public:
  void pre_tokenize(PreTokenizedString& text) const override {
    text.split([](const NormalizedString& piece, PieceSink& sink) {
      const std::string_view all = piece.text();
      std::size_t begin = 0;
      Kind run = Kind::space;
      const auto finish = [&](std::size_t end) {
        if (run != Kind::space) sink.push(piece.slice(begin, end));
        begin = end;
      };
      for (std::size_t i = 0; i < all.size();) {
        const auto c = utf8::decode_unchecked(all.data() + i);
        const Kind kind = kind_of(c.code_point);
        if (kind != run) finish(i);
        run = kind;
        i += c.size;
      }
      finish(all.size());
    });
  }
};

class WhitespaceSplit final : public PreTokenizer {
 public:
  void pre_tokenize(PreTokenizedString& text) const override {
    text.split_at_chars(unicode::is_whitespace, SplitBehavior::removed);
  }
};

}  // namespace

std::unique_ptr<PreTokenizer> make_whitespace(const JsonView&) {
  return std::make_unique<Whitespace>();
}

std::unique_ptr<PreTokenizer> make_whitespace_split(const JsonView&) {
  return std::make_unique<WhitespaceSplit>();
}

}  // namespace penstock::pre_tokenizers
