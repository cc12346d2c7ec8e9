// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/lowercase.hpp"

#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"

namespace penstock::normalizers {
namespace {

class Lowercase final : public Normalizer {
 public:
  void normalize(NormalizedString& text) const override { text.lowercase(); }
};

}  // namespace

std::unique_ptr<Normalizer> make_lowercase(const JsonView&) {
  return std::make_unique<Lowercase>();
}

}  // namespace penstock::normalizers
