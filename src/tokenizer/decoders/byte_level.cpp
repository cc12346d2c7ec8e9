// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/byte_level.hpp"

#include <utility>

#include "core/utf8.hpp"
#include "tokenizer/byte_level_alphabet.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/json_view.hpp"

namespace penstock::decoders {
namespace {

// Appends the bytes that a token stands for; a token with a character outside the alphabet stands
// for itself.
void append_bytes(std::string& bytes, std::string_view token) {
  const std::size_t before = bytes.size();
  for (std::size_t at = 0; at < token.size();) {
    const auto decoded = utf8::decode_unchecked(token.data() + at);
    const int byte = byte_level::to_byte(decoded.code_point);
    if (byte < 0) {
      bytes.resize(before);
      bytes.append(token);
      return;
    }
    bytes.push_back(static_cast<char>(byte));
    at += decoded.size;
  }
}

class ByteLevel final : public Decoder {
 public:
  void decode_chain(std::vector<std::string>& tokens) const override {
    std::string bytes;
    for (const std::string& token : tokens) append_bytes(bytes, token);
    if (!utf8::is_valid(bytes)) bytes = utf8::to_valid_lossy(bytes);
    tokens.assign(1, std::move(bytes));
  }
};

}  // namespace

std::unique_ptr<Decoder> make_byte_level(const JsonView& json) {
  (void)json.at("add_prefix_space").as_bool();
  (void)json.at("trim_offsets").as_bool();
  if (json.as_object()["use_regex"].error() == simdjson::SUCCESS) {
    (void)json.at("use_regex").as_bool();
  }
  return std::make_unique<ByteLevel>();
}

}  // namespace penstock::decoders
