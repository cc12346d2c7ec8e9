// SPDX-License-Identifier: Apache-2.0
#include "input_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "marked_text.hpp"
#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

constexpr std::size_t kAround = 240;  // code points of a context shown on either side of an answer

std::optional<Mark> mark_of(const Json& item) {
  if (!item.is_object()) return std::nullopt;
  const auto start = item.find("start");
  const auto end = item.find("end");
  if (start == item.end() || end == item.end() || !start->is_number_integer() ||
      !end->is_number_integer() || *start < 0 || *end < 0) {
    return std::nullopt;
  }
  return Mark{start->get<std::size_t>(), end->get<std::size_t>(), {}, Style::yellow};
}

std::string label_of(const Json& item) {
  for (const char* key : {"entity_group", "entity"}) {
    const auto found = item.find(key);
    if (found != item.end() && found->is_string()) return found->get<std::string>();
  }
  return {};
}

// One colour for each kind of entity, in the order in which they come; B- and I- are one kind.
std::vector<Mark> entity_marks(const Json& answer) {
  constexpr std::array<Style, 4> kColours = {Style::cyan, Style::green, Style::yellow, Style::red};
  std::vector<std::string> kinds;
  std::vector<Mark> marks;
  for (const Json& item : answer) {
    std::optional<Mark> mark = mark_of(item);
    if (!mark) return {};
    mark->label = printable(label_of(item));
    const bool prefixed = mark->label.starts_with("B-") || mark->label.starts_with("I-");
    const std::string kind = prefixed ? mark->label.substr(2) : mark->label;
    const auto known = std::ranges::find(kinds, kind);
    const auto index = static_cast<std::size_t>(known - kinds.begin());
    if (known == kinds.end()) kinds.push_back(kind);
    mark->style = kColours[index % kColours.size()];
    marks.push_back(std::move(*mark));
  }
  return marks;
}

std::string marked_context(const Json& inputs, const Json& answer, const Terminal& terminal) {
  const auto context = inputs.find("context");
  const Json* best = answer.is_array() ? (answer.empty() ? nullptr : &answer.front()) : &answer;
  if (context == inputs.end() || !context->is_string() || best == nullptr) return {};
  const std::optional<Mark> mark = mark_of(*best);
  if (!mark || mark->begin >= mark->end) return {};
  return marked_text(context->get_ref<const std::string&>(), {*mark}, terminal, kAround);
}

}  // namespace

std::string marked_input(std::string_view task, const Json& inputs, const Json& answer,
                         const Terminal& terminal) {
  std::string out;
  if (task == "token-classification" && inputs.is_string() && answer.is_array()) {
    const std::vector<Mark> marks = entity_marks(answer);
    if (!marks.empty()) out = marked_text(inputs.get_ref<const std::string&>(), marks, terminal);
  } else if (task == "question-answering" && inputs.is_object()) {
    out = marked_context(inputs, answer, terminal);
  }
  return out.empty() ? out : out + "\n";
}

}  // namespace penstock::cli
