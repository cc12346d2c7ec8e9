// SPDX-License-Identifier: Apache-2.0
#include "backends/version.hpp"

#include <algorithm>
#include <array>

#include "core/ascii.hpp"

namespace penstock {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }
bool is_separator(char c) { return c == '.' || c == '-' || c == '_'; }

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  if (const auto by_length = a.size() <=> b.size(); by_length != 0) return by_length;
  return a <=> b;
}

std::string without_leading_zeros(std::string_view digits) {
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size());
  return first == digits.size() ? "0" : std::string(digits.substr(first));
}

struct Spelling {
  std::string_view text;
  std::string_view normal;
};
// Longer spellings first where one begins another.
constexpr std::array<Spelling, 8> kPreSpellings{{{"alpha", "a"},
                                                 {"a", "a"},
                                                 {"beta", "b"},
                                                 {"b", "b"},
                                                 {"preview", "rc"},
                                                 {"pre", "rc"},
                                                 {"c", "rc"},
                                                 {"rc", "rc"}}};
constexpr std::array<Spelling, 3> kPostSpellings{
    {{"post", "post"}, {"rev", "post"}, {"r", "post"}}};
constexpr std::array<Spelling, 1> kDevSpelling{{{"dev", "dev"}}};

// Where a version without one of these parts stands: before all that have it, or after.
enum class Absent { first, last };

std::strong_ordering compare_optional(const std::optional<std::string>& a,
                                      const std::optional<std::string>& b, Absent absent) {
  if (a && b) return compare_numbers(*a, *b);
  const auto presence = a.has_value() <=> b.has_value();
  return absent == Absent::first ? presence : 0 <=> presence;
}

}  // namespace

// One pass over the text in lower case. Each part is taken as far as it goes; PEP 440's grammar
// never needs to step back.
class VersionParser {
 public:
  explicit VersionParser(std::string_view text) : text_(text) {}

  std::optional<Version> parse() {
    take("v");
    if (!epoch_and_release() || !pre() || !post() || !dev() || !local()) return std::nullopt;
    if (!text_.empty()) return std::nullopt;
    return std::move(version_);
  }

 private:
  using Number = Version::Number;

  bool take(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }

  void skip_separator() {
    if (!text_.empty() && is_separator(text_.front())) text_.remove_prefix(1);
  }

  std::optional<Number> number() {
    const auto end = std::ranges::find_if_not(text_, is_digit);
    const auto length = static_cast<std::size_t>(end - text_.begin());
    if (length == 0) return std::nullopt;
    Number digits = without_leading_zeros(text_.substr(0, length));
    text_.remove_prefix(length);
    return digits;
  }

  // A separator if any, one of the spellings, and its number: "-alpha.1". Nothing is taken when
  // none of the spellings is next.
  template <std::size_t N>
  std::optional<std::pair<std::string, Number>> labelled(const std::array<Spelling, N>& spellings) {
    const std::string_view start = text_;
    skip_separator();
    for (const Spelling& spelling : spellings) {
      if (!take(spelling.text)) continue;
      skip_separator();
      return std::pair(std::string(spelling.normal), number().value_or("0"));
    }
    text_ = start;
    return std::nullopt;
  }

  bool epoch_and_release() {
    auto first = number();
    if (!first) return false;
    if (take("!")) {
      version_.epoch_ = *std::move(first);
      first = number();
      if (!first) return false;
    }
    version_.release_.push_back(*std::move(first));
    while (text_.size() > 1 && text_[0] == '.' && is_digit(text_[1])) {
      text_.remove_prefix(1);
      version_.release_.push_back(*number());
    }
    return true;
  }

  bool pre() {
    version_.pre_ = labelled(kPreSpellings);
    return true;
  }

  bool post() {
    if (text_.size() > 1 && text_[0] == '-' && is_digit(text_[1])) {
      text_.remove_prefix(1);
      version_.post_ = number();
    } else if (auto part = labelled(kPostSpellings)) {
      version_.post_ = std::move(part->second);
    }
    return true;
  }

  bool dev() {
    if (auto part = labelled(kDevSpelling)) version_.dev_ = std::move(part->second);
    return true;
  }

  bool local() {
    if (!take("+")) return true;
    do {
      const auto end = std::ranges::find_if_not(text_, is_letter_or_digit);
      const auto length = static_cast<std::size_t>(end - text_.begin());
      if (length == 0) return false;
      const std::string_view part = text_.substr(0, length);
      const bool numeric = std::ranges::all_of(part, is_digit);
      version_.local_.push_back(
          {numeric, numeric ? without_leading_zeros(part) : std::string(part)});
      text_.remove_prefix(length);
      if (text_.empty()) return true;
      if (!is_separator(text_.front())) return false;
      text_.remove_prefix(1);
    } while (true);
  }

  std::string_view text_;
  Version version_;
};

std::optional<Version> Version::parse(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\r\f\v";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string lower =
      ascii::lower(text.substr(begin, text.find_last_not_of(kSpace) - begin + 1));
  return VersionParser(lower).parse();
}

std::string Version::to_string() const {
  std::string text;
  if (epoch_ != "0") text += epoch_ + "!";
  for (std::size_t i = 0; i < release_.size(); ++i) text += (i == 0 ? "" : ".") + release_[i];
  if (pre_) text += pre_->first + pre_->second;
  if (post_) text += ".post" + *post_;
  if (dev_) text += ".dev" + *dev_;
  for (std::size_t i = 0; i < local_.size(); ++i) text += (i == 0 ? "+" : ".") + local_[i].text;
  return text;
}

std::string_view Version::release(std::size_t n) const noexcept {
  return n < release_.size() ? std::string_view(release_[n]) : "0";
}

std::strong_ordering Version::compare_release(const Version& other) const {
  for (std::size_t i = 0; i < std::max(release_.size(), other.release_.size()); ++i) {
    if (const auto order = compare_numbers(release(i), other.release(i)); order != 0) return order;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering Version::compare_local(const Version& other) const {
  for (std::size_t i = 0; i < std::min(local_.size(), other.local_.size()); ++i) {
    const LocalPart& a = local_[i];
    const LocalPart& b = other.local_[i];
    if (const auto kind = a.numeric <=> b.numeric; kind != 0) return kind;  // words before numbers
    const auto order = a.numeric ? compare_numbers(a.text, b.text) : a.text <=> b.text;
    if (order != 0) return order;
  }
  return local_.size() <=> other.local_.size();
}

std::strong_ordering Version::operator<=>(const Version& other) const {
  if (const auto order = compare_numbers(epoch_, other.epoch_); order != 0) return order;
  if (const auto order = compare_release(other); order != 0) return order;
  // "1.0.dev1" is before every pre-release of 1.0; "1.0" and "1.0.post1.dev1" are after them.
  const auto pre_rank = [](const Version& v) {
    if (v.pre_) return 1;
    return !v.post_ && v.dev_ ? 0 : 2;
  };
  if (const auto order = pre_rank(*this) <=> pre_rank(other); order != 0) return order;
  if (pre_ && other.pre_) {
    if (const auto order = pre_->first <=> other.pre_->first; order != 0) return order;
    if (const auto order = compare_numbers(pre_->second, other.pre_->second); order != 0) {
      return order;
    }
  }
  if (const auto order = compare_optional(post_, other.post_, Absent::first); order != 0) {
    return order;
  }
  if (const auto order = compare_optional(dev_, other.dev_, Absent::last); order != 0) return order;
  return compare_local(other);
}

}  // namespace penstock
