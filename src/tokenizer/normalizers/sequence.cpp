// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/sequence.hpp"

#include <utility>
#include <vector>

#include "tokenizer/components.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"

namespace penstock::normalizers {
namespace {

using Parts = std::vector<std::unique_ptr<Normalizer>>;

class Sequence final : public Normalizer {
 public:
  explicit Sequence(Parts parts) : parts_(std::move(parts)) {}

  void normalize(NormalizedString& text) const override {
    for (const auto& part : parts_) part->normalize(text);
  }
  void normalize_fast(NormalizedString& text) const override {
    for (const auto& part : parts_) part->normalize_fast(text);
  }
  [[nodiscard]] SpaceMarks space_marks() const override {
    if (parts_.size() == 1) return parts_[0]->space_marks();
    const bool both = parts_.size() == 2 && parts_[0]->space_marks() == SpaceMarks::in_front &&
                      parts_[1]->space_marks() == SpaceMarks::for_spaces;
    return both ? SpaceMarks::both : SpaceMarks::other;
  }

 private:
  Parts parts_;
};

}  // namespace

std::unique_ptr<Normalizer> make_sequence(const JsonView& json) {
  Parts parts;
  for (const auto part : json.at("normalizers").as_array()) {
    parts.push_back(make_normalizer(JsonView(part, "normalizers")));
  }
  return std::make_unique<Sequence>(std::move(parts));
}

}  // namespace penstock::normalizers
