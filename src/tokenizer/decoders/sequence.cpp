// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/sequence.hpp"

#include <utility>

#include "tokenizer/components.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/json_view.hpp"

namespace penstock::decoders {
namespace {

using Parts = std::vector<std::unique_ptr<Decoder>>;

class Sequence final : public Decoder {
 public:
  explicit Sequence(Parts parts) : parts_(std::move(parts)) {}

  void decode_chain(std::vector<std::string>& tokens) const override {
    for (const auto& part : parts_) part->decode_chain(tokens);
  }

 private:
  Parts parts_;
};

}  // namespace

std::unique_ptr<Decoder> make_sequence(const JsonView& json) {
  Parts parts;
  for (const auto part : json.at("decoders").as_array()) {
    parts.push_back(make_decoder(JsonView(part, "decoders")));
  }
  return std::make_unique<Sequence>(std::move(parts));
}

}  // namespace penstock::decoders
