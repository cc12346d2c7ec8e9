// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/replace.hpp"

#include <string>
#include <utility>
#include <vector>

#include "core/regex.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/kernels/ascii_runs.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/pattern.hpp"

namespace penstock::normalizers {
namespace {

class Replace final : public Normalizer {
 public:
  // `squeezes_spaces`: the pattern is that of every conversion from sentencepiece, ` {2,}`.
  Replace(Regex pattern, bool squeezes_spaces, std::string_view content)
      : pattern_(std::move(pattern)), squeezes_spaces_(squeezes_spaces), content_(content) {}

  void normalize(NormalizedString& text) const override {
    thread_local std::vector<Span> matches;
    if (text.empty()) return;  // not even an empty match counts then
    pattern_.find_all(text.text(), matches);
    text.replace(matches, content_);
  }

  void normalize_fast(NormalizedString& text) const override {
    if (!squeezes_spaces_) return normalize(text);
    thread_local std::vector<Span> matches;
    matches.clear();
    const char* const begin = text.text().data();
    const char* const end = begin + text.text().size();
    for (const char* at = kernels::find_pair(begin, end, ' '); at < end;
         at = kernels::find_pair(at, end, ' ')) {
      const auto first = static_cast<std::size_t>(at - begin);
      while (at < end && *at == ' ') ++at;
      matches.push_back({first, static_cast<std::size_t>(at - begin)});
    }
    text.replace(matches, content_);
  }

 private:
  Regex pattern_;
  bool squeezes_spaces_;
  std::string content_;
};

}  // namespace

std::unique_ptr<Normalizer> make_replace(const JsonView& json) {
  const JsonView pattern = json.at("pattern");
  const auto regex = pattern.find("Regex");
  const bool squeezes_spaces =
      !pattern.find("String") && regex && regex->is_string() && regex->as_string() == " {2,}";
  return std::make_unique<Replace>(make_pattern(pattern), squeezes_spaces,
                                   json.at("content").as_string());
}

}  // namespace penstock::normalizers
