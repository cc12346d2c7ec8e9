// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/unicode_forms.hpp"

#include "core/unicode_normalization.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"

namespace penstock::normalizers {
namespace {

using unicode::NormalizationForm;

class UnicodeForm final : public Normalizer {
 public:
  explicit UnicodeForm(NormalizationForm form) : form_(form) {}
  void normalize(NormalizedString& text) const override { text.normalize(form_); }

 private:
  NormalizationForm form_;
};

}  // namespace

std::unique_ptr<Normalizer> make_nfc(const JsonView&) {
  return std::make_unique<UnicodeForm>(NormalizationForm::nfc);
}
std::unique_ptr<Normalizer> make_nfd(const JsonView&) {
  return std::make_unique<UnicodeForm>(NormalizationForm::nfd);
}
std::unique_ptr<Normalizer> make_nfkc(const JsonView&) {
  return std::make_unique<UnicodeForm>(NormalizationForm::nfkc);
}
std::unique_ptr<Normalizer> make_nfkd(const JsonView&) {
  return std::make_unique<UnicodeForm>(NormalizationForm::nfkd);
}

}  // namespace penstock::normalizers
