// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/fixed_length.hpp"

#include "tokenizer/json_view.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

class FixedLength final : public PreTokenizer {
 public:
  explicit FixedLength(std::uint64_t length) : length_(length) {}

  void pre_tokenize(PreTokenizedString& text) const override {
    text.split([this](const NormalizedString& piece, PieceSink& sink) {
      const std::string_view all = piece.text();
      std::size_t begin = 0;
      while (begin < all.size()) {
        std::size_t end = begin;
        for (std::uint64_t n = 0; n < length_ && end < all.size(); ++n) {
          end += utf8::length_from_lead(static_cast<std::uint8_t>(all[end]));
        }
        sink.push(piece.slice(begin, end));
        begin = end;
      }
    });
  }

 private:
  std::uint64_t length_;
};

}  // namespace

std::unique_ptr<PreTokenizer> make_fixed_length(const JsonView& json) {
  constexpr std::uint64_t kDefaultLength = 5;
  const std::uint64_t length = json.unsigned_or("length", kDefaultLength);
  if (length == 0) json.at("length").fail("at least 1");
  return std::make_unique<FixedLength>(length);
}

}  // namespace penstock::pre_tokenizers
