// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/replace.hpp"

#include <string>
#include <utility>
#include <vector>

#include "core/regex.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/pattern.hpp"

namespace penstock::normalizers {
namespace {

class Replace final : public Normalizer {
 public:
  Replace(Regex pattern, std::string_view content)
      : pattern_(std::move(pattern)), content_(content) {}

  void normalize(NormalizedString& text) const override {
    thread_local std::vector<Span> matches;
    if (text.empty()) return;  // not even an empty match counts then
    pattern_.find_all(text.text(), matches);
    text.replace(matches, content_);
  }

 private:
  Regex pattern_;
  std::string content_;
};

}  // namespace

std::unique_ptr<Normalizer> make_replace(const JsonView& json) {
  return std::make_unique<Replace>(make_pattern(json.at("pattern")),
                                   json.at("content").as_string());
}

}  // namespace penstock::normalizers
