// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/byte_fallback.hpp"

#include <utility>

#include "core/utf8.hpp"
#include "tokenizer/decoder.hpp"

namespace penstock::decoders {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The byte of "<0xE6>", or -1. Rust's number parser also takes "<0x+6>".
int byte_of(std::string_view token) {
  if (token.size() != 6 || !token.starts_with("<0x") || token.back() != '>') return -1;
  const int high = token[3] == '+' ? 0 : hex_digit(token[3]);
  const int low = hex_digit(token[4]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

// Moves the bytes read so far into `out`: their text, or a U+FFFD for each when they are no text.
void flush(std::string& bytes, std::vector<std::string>& out) {
  if (bytes.empty()) return;
  if (utf8::is_valid(bytes)) {
    out.push_back(bytes);
  } else {
    out.insert(out.end(), bytes.size(), std::string(kReplacement));
  }
  bytes.clear();
}

class ByteFallback final : public Decoder {
 public:
  void decode_chain(std::vector<std::string>& tokens) const override {
    std::vector<std::string> out;
    out.reserve(tokens.size());
    std::string bytes;
    for (std::string& token : tokens) {
      const int byte = byte_of(token);
      if (byte >= 0) {
        bytes.push_back(static_cast<char>(byte));
        continue;
      }
      flush(bytes, out);
      out.push_back(std::move(token));
    }
    flush(bytes, out);
    tokens = std::move(out);
  }
};

}  // namespace

std::unique_ptr<Decoder> make_byte_fallback(const JsonView& /*json*/) {
  return std::make_unique<ByteFallback>();
}

}  // namespace penstock::decoders
