// SPDX-License-Identifier: Apache-2.0
#include "generation/python_repr.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "core/python_text.hpp"

namespace penstock {
namespace {

template <typename Range, typename Each>
std::string joined(char open, char close, const Range& range, Each each) {
  std::string text(1, open);
  for (auto it = range.begin(); it != range.end(); ++it) {
    if (it != range.begin()) text += ", ";
    text += each(it);
  }
  return text += close;
}

}  // namespace

// Python writes the shortest digits that read back, in exponent form below 1e-4 and from 1e16.
std::string python_repr(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  const double size = std::abs(value);
  const bool exponent = size != 0 && (size < 1e-4 || size >= 1e16);
  std::array<char, 64> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                    exponent ? std::chars_format::scientific : std::chars_format::fixed);
  std::string text(buffer.data(), end.ptr);
  if (!exponent && text.find('.') == std::string::npos) text += ".0";
  return text;
}

std::string python_repr(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null: return "None";
    case Json::value_t::boolean: return value.get<bool>() ? "True" : "False";
    case Json::value_t::number_float: return python_repr(value.get<double>());
    case Json::value_t::string: return python_quoted(value.get_ref<const std::string&>());
    case Json::value_t::array:
      return joined('[', ']', value, [](auto it) { return python_repr(*it); });
    case Json::value_t::object:
      return joined('{', '}', value, [](auto it) {
        return python_quoted(it.key()) + ": " + python_repr(it.value());
      });
    default: return value.dump();
  }
}

}  // namespace penstock
