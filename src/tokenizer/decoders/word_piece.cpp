// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/word_piece.hpp"

#include <utility>

#include "tokenizer/decoder.hpp"
#include "tokenizer/decoders/clean_up.hpp"
#include "tokenizer/json_view.hpp"

namespace penstock::decoders {
namespace {

class WordPiece final : public Decoder {
 public:
  WordPiece(std::string prefix, bool cleanup) : prefix_(std::move(prefix)), cleanup_(cleanup) {}

  // Tidies up each token by itself: " ' " between tokens is left alone.
  void decode_chain(std::vector<std::string>& tokens) const override {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      std::string& token = tokens[i];
      if (i > 0) {
        if (token.starts_with(prefix_)) {
          token.erase(0, prefix_.size());
        } else {
          token.insert(token.begin(), ' ');
        }
      }
      if (cleanup_) token = clean_up(token);
    }
  }

 private:
  std::string prefix_;
  bool cleanup_;
};

}  // namespace

std::unique_ptr<Decoder> make_word_piece(const JsonView& json) {
  std::string prefix(json.at("prefix").as_string());
  return std::make_unique<WordPiece>(std::move(prefix), json.at("cleanup").as_bool());
}

}  // namespace penstock::decoders
