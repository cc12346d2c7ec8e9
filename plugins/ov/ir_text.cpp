// SPDX-License-Identifier: Apache-2.0
#include "ov/ir_text.hpp"

#include <algorithm>
#include <charconv>

#include "sdk/failure.hpp"

namespace penstock::ov {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view without_outer_space(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

// The value of an attribute within one tag, e.g. "12" of offset="12"; empty when it is not there.
std::string_view quoted_attribute(std::string_view tag, std::string_view name_with_quote) {
  const std::size_t begin = tag.find(name_with_quote);
  if (begin == std::string_view::npos) return {};
  tag.remove_prefix(begin + name_with_quote.size());
  return tag.substr(0, tag.find('"'));
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// 0: a plain word, 1: starts with a digit (the PyTorch frontend's own), 2: an inner path.
int rank(const std::string& name) {
  if (name.find('/') != std::string::npos) return 2;
  return name.empty() || (name.front() >= '0' && name.front() <= '9') ? 1 : 0;
}

}  // namespace

void check_ir(std::string_view xml, const std::string& origin) {
  const std::string_view text = without_outer_space(xml);
  const char* why = nullptr;
  if (text.empty())
    why = "it is empty";
  else if (!text.starts_with('<') || text.find("<net") == std::string_view::npos)
    why = "it does not start like one";
  else if (!text.ends_with("</net>"))
    why = "it is cut short or damaged";
  if (why != nullptr)
    throw sdk::Failure(PENSTOCK_IO, origin + " is not a valid OpenVINO IR: " + why);
}

std::uint64_t weights_size(std::string_view xml) {
  constexpr std::string_view kOffset = " offset=\"";
  std::uint64_t needed = 0;
  for (std::size_t at = xml.find(kOffset); at != std::string_view::npos;
       at = xml.find(kOffset, at + 1)) {
    const std::size_t begin = xml.rfind('<', at);
    const std::size_t end = xml.find('>', at);
    if (begin == std::string_view::npos || end == std::string_view::npos) break;
    const std::string_view tag = xml.substr(begin, end - begin);
    const std::uint64_t size = number(quoted_attribute(tag, " size=\""));
    if (size != 0) needed = std::max(needed, number(quoted_attribute(tag, kOffset)) + size);
  }
  return needed;
}

std::vector<std::string> split_names(std::string_view list) {
  std::vector<std::string> names(1);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i] == '\\' && i + 1 < list.size() && list[i + 1] == ',')
      names.back() += list[++i];
    else if (list[i] == ',')
      names.emplace_back();
    else
      names.back() += list[i];
  }
  return names;
}

std::string better_name(std::string_view xml, const std::string& name) {
  constexpr std::string_view kNames = "names=\"";
  if (rank(name) == 0) return name;
  for (std::size_t at = xml.find(kNames); at != std::string_view::npos;
       at = xml.find(kNames, at + 1)) {
    const std::string_view rest = xml.substr(at + kNames.size());
    const std::vector<std::string> names = split_names(rest.substr(0, rest.find('"')));
    if (std::find(names.begin(), names.end(), name) == names.end()) continue;
    const auto best = std::min_element(
        names.begin(), names.end(),
        [](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
    return rank(*best) < rank(name) ? *best : name;
  }
  return name;
}

}  // namespace penstock::ov
