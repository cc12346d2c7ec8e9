// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/ctc.hpp"

#include <algorithm>
#include <utility>

#include "core/python_str.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/decoders/clean_up.hpp"
#include "tokenizer/json_view.hpp"

namespace penstock::decoders {
namespace {

class Ctc final : public Decoder {
 public:
  Ctc(std::string pad, std::string delimiter, bool cleanup)
      : pad_(std::move(pad)), delimiter_(std::move(delimiter)), cleanup_(cleanup) {}

  // Without clean-up the word delimiter stays as it is.
  void decode_chain(std::vector<std::string>& tokens) const override {
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    for (std::string& token : tokens) {
      token = python::replace_all(token, pad_, "");
      if (cleanup_) token = python::replace_all(clean_up(token), delimiter_, " ");
    }
    std::erase_if(tokens, [](const std::string& token) { return token.empty(); });
  }

 private:
  std::string pad_;
  std::string delimiter_;
  bool cleanup_;
};

}  // namespace

std::unique_ptr<Decoder> make_ctc(const JsonView& json) {
  std::string pad(json.at("pad_token").as_string());
  std::string delimiter(json.at("word_delimiter_token").as_string());
  return std::make_unique<Ctc>(std::move(pad), std::move(delimiter), json.at("cleanup").as_bool());
}

}  // namespace penstock::decoders
