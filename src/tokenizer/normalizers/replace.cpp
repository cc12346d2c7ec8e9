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
  // The patterns that conversions from sentencepiece have, ` ` and ` {2,}`, and all others.
  enum class Kind { spaces, runs_of_spaces, other };

  Replace(Regex pattern, Kind kind, std::string_view content)
      : pattern_(std::move(pattern)), kind_(kind), content_(content) {}

  void normalize(NormalizedString& text) const override {
    thread_local std::vector<Span> matches;
    if (text.empty()) return;  // not even an empty match counts then
    pattern_.find_all(text.text(), matches);
    text.replace(matches, content_);
  }

  void normalize_fast(NormalizedString& text) const override {
    if (kind_ == Kind::other) return normalize(text);
    thread_local std::vector<Span> matches;
    matches.clear();
    if (kind_ == Kind::spaces) {
      find_spaces(text.text(), matches);
    } else {
      find_runs(text.text(), matches);
    }
    text.replace(matches, content_);
  }
  [[nodiscard]] SpaceMarks space_marks() const override {
    const bool marks = kind_ == Kind::spaces && content_ == "\xE2\x96\x81";
    return marks ? SpaceMarks::for_spaces : SpaceMarks::other;
  }

 private:
  static void find_spaces(std::string_view text, std::vector<Span>& matches) {
    for (std::size_t at = text.find(' '); at != text.npos; at = text.find(' ', at + 1)) {
      matches.push_back({at, at + 1});
    }
  }
  static void find_runs(std::string_view text, std::vector<Span>& matches) {
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    for (const char* at = kernels::find_pair(begin, end, ' '); at < end;
         at = kernels::find_pair(at, end, ' ')) {
      const auto first = static_cast<std::size_t>(at - begin);
      while (at < end && *at == ' ') ++at;
      matches.push_back({first, static_cast<std::size_t>(at - begin)});
    }
  }

  Regex pattern_;
  Kind kind_;
  std::string content_;
};

}  // namespace

std::unique_ptr<Normalizer> make_replace(const JsonView& json) {
  const JsonView pattern = json.at("pattern");
  const auto literal = pattern.find("String");  // counts before a regex
  const auto regex = pattern.find("Regex");
  Replace::Kind kind = Replace::Kind::other;
  if (literal) {
    if (literal->is_string() && literal->as_string() == " ") kind = Replace::Kind::spaces;
  } else if (regex && regex->is_string() && regex->as_string() == " {2,}") {
    kind = Replace::Kind::runs_of_spaces;
  }
  return std::make_unique<Replace>(make_pattern(pattern), kind, json.at("content").as_string());
}

}  // namespace penstock::normalizers
