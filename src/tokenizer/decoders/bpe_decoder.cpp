// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/bpe_decoder.hpp"

#include <utility>

#include "core/python_str.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/json_view.hpp"

namespace penstock::decoders {
namespace {

class BpeDecoder final : public Decoder {
 public:
  explicit BpeDecoder(std::string suffix) : suffix_(std::move(suffix)) {}

  void decode_chain(std::vector<std::string>& tokens) const override {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      tokens[i] = python::replace_all(tokens[i], suffix_, i + 1 == tokens.size() ? "" : " ");
    }
  }

 private:
  std::string suffix_;
};

}  // namespace

std::unique_ptr<Decoder> make_bpe_decoder(const JsonView& json) {
  return std::make_unique<BpeDecoder>(std::string(json.at("suffix").as_string()));
}

}  // namespace penstock::decoders
