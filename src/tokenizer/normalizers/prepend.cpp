// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/prepend.hpp"

#include <string>

#include "tokenizer/json_view.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"

namespace penstock::normalizers {
namespace {

class Prepend final : public Normalizer {
 public:
  explicit Prepend(std::string_view prepend) : prepend_(prepend) {}
  void normalize(NormalizedString& text) const override { text.prepend(prepend_); }
  [[nodiscard]] SpaceMarks space_marks() const override {
    return prepend_ == "\xE2\x96\x81" ? SpaceMarks::in_front : SpaceMarks::other;
  }

 private:
  std::string prepend_;
};

}  // namespace

std::unique_ptr<Normalizer> make_prepend(const JsonView& json) {
  return std::make_unique<Prepend>(json.at("prepend").as_string());
}

}  // namespace penstock::normalizers
