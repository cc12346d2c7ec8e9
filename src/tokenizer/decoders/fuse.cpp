// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/fuse.hpp"

#include <utility>

#include "tokenizer/decoder.hpp"

namespace penstock::decoders {
namespace {

class Fuse final : public Decoder {
 public:
  void decode_chain(std::vector<std::string>& tokens) const override {
    std::string all;
    for (const std::string& token : tokens) all += token;
    tokens.assign(1, std::move(all));
  }
};

}  // namespace

std::unique_ptr<Decoder> make_fuse(const JsonView& /*json*/) { return std::make_unique<Fuse>(); }

}  // namespace penstock::decoders
