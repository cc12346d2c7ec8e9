// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/strip.hpp"

#include "tokenizer/json_view.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"

namespace penstock::normalizers {
namespace {

class Strip final : public Normalizer {
 public:
  Strip(bool left, bool right) : left_(left), right_(right) {}
  void normalize(NormalizedString& text) const override { text.strip(left_, right_); }

 private:
  bool left_;
  bool right_;
};

}  // namespace

std::unique_ptr<Normalizer> make_strip(const JsonView& json) {
  const bool left = json.at("strip_left").as_bool();
  return std::make_unique<Strip>(left, json.at("strip_right").as_bool());
}

}  // namespace penstock::normalizers
