// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/byte_level.hpp"

#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"

namespace penstock::normalizers {
namespace {

class ByteLevel final : public Normalizer {
 public:
  void normalize(NormalizedString& text) const override {
    if (!text.empty()) text.to_byte_level();
  }
};

}  // namespace

std::unique_ptr<Normalizer> make_byte_level(const JsonView&) {
  return std::make_unique<ByteLevel>();
}

}  // namespace penstock::normalizers
