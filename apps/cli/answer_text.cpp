// SPDX-License-Identifier: Apache-2.0
#include "answer_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "json_lines.hpp"
#include "table.hpp"
#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

constexpr std::size_t kBar = 24;        // columns of a full bar
constexpr std::size_t kLongCell = 200;  // columns after which a value is cut

std::string percent(double score) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f %%", 100 * score);
  return text;
}

std::string number_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", number);
  return text;
}

// A share of the full bar; in eighths of a column where the terminal shows Unicode.
std::string bar(double share, bool unicode) {
  if (!std::isfinite(share)) return {};
  const double columns = std::clamp(share, 0.0, 1.0) * static_cast<double>(kBar);
  if (!unicode) return std::string(static_cast<std::size_t>(std::lround(columns)), '#');
  constexpr std::array<std::string_view, 8> kParts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths = static_cast<std::size_t>(std::lround(columns * 8));
  std::string out;
  for (std::size_t i = 0; i < eighths / 8; ++i) out += "█";
  return out.append(kParts[eighths % 8]);
}

bool is_score(const Json& value) { return value.is_number_float() || value.is_null(); }

bool is_labelled(const Json& item) {
  return item.is_object() && item.size() == 2 && item.contains("label") &&
         item["label"].is_string() && item.contains("score") && item["score"].is_number();
}

// Probabilities get bars; raw logits (function_to_apply="none") are shown as numbers.
std::string labels_text(const Json& items, const Terminal& terminal) {
  const bool shares = std::ranges::all_of(items, [](const Json& item) {
    const double score = item["score"].get<double>();
    return score >= 0 && score <= 1;
  });
  Table table({{.heading = "", .breakable = true}, {.heading = "", .right = true}, {}});
  for (const Json& item : items) {
    const double score = item["score"].get<double>();
    table.add({{printable(item["label"].get<std::string>()), Style::bold},
               {shares ? percent(score) : number_text(score)},
               {shares ? bar(score, terminal.unicode) : "", Style::cyan}});
  }
  return table.text(terminal);
}

std::string cell_text(const Json& value) {
  if (value.is_string()) {
    return shortened(printable(value.get_ref<const std::string&>()), kLongCell);
  }
  if (is_score(value) && !value.is_null()) return number_text(value.get<double>());
  std::string out;
  write_json(out, value);
  return shortened(printable(out), kLongCell);
}

bool is_flat_object(const Json& item) {
  return item.is_object() && std::ranges::none_of(item, [](const Json& value) {
           return value.is_structured() && value.size() > 4;
         });
}

// One column for each key, in the order of the first object.
std::string objects_text(const Json& items, const Terminal& terminal) {
  std::vector<Column> columns;
  for (const auto& member : items.front().items()) {
    columns.push_back({member.key(), member.value().is_number(), !member.value().is_number()});
  }
  Table table(columns);
  for (const Json& item : items) {
    std::vector<Cell> row;
    for (const Column& column : columns) {
      const auto value = item.find(column.heading);
      row.push_back({value == item.end() ? std::string() : cell_text(*value)});
    }
    table.add(std::move(row));
  }
  return table.text(terminal);
}

bool same_keys(const Json& items) {
  return std::ranges::all_of(items, [&](const Json& item) {
    return is_flat_object(item) && item.size() == items.front().size();
  });
}

// "[1, 12, 32]" and the first values of nested lists of numbers; empty for anything else.
std::string numbers_text(const Json& value) {
  std::string shape = "[";
  const Json* inner = &value;
  while (inner->is_array() && !inner->empty() && inner->front().is_array()) {
    shape.append(std::to_string(inner->size())).append(", ");
    inner = &inner->front();
  }
  if (!inner->is_array() || inner->empty() || !inner->front().is_number()) return {};
  shape.append(std::to_string(inner->size())).append("] ");
  const std::size_t shown = std::min<std::size_t>(inner->size(), 6);
  for (std::size_t i = 0; i < shown; ++i) shape.append(" ").append(cell_text((*inner)[i]));
  return shape + (shown < inner->size() ? " ...\n" : "\n");
}

// {"sequence", "labels", "scores"}: zero-shot's parallel lists.
bool has_parallel_lists(const Json& answer) {
  return answer.is_object() && answer.contains("labels") && answer.contains("scores") &&
         answer["labels"].is_array() && answer["scores"].is_array() &&
         answer["labels"].size() == answer["scores"].size();
}

Json zipped(const Json& answer) {
  Json items = Json::array();
  for (std::size_t i = 0; i < answer["labels"].size(); ++i) {
    items.push_back({{"label", answer["labels"][i]}, {"score", answer["scores"][i]}});
  }
  return items;
}

// {"generated_text": ...}, {"text": ...} and the like.
bool holds_only_text(const Json& value) {
  return value.is_object() && value.size() == 1 && value.front().is_string();
}

std::string lines_of(std::string_view text, const Terminal& terminal) {
  std::string out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    for (const std::string& line :
         wrapped(printable(text.substr(begin, end - begin)), terminal.width)) {
      out += line + "\n";
    }
    begin = end + 1;
  }
  return out;
}

std::string json_text(const Json& answer, const Terminal& terminal) {
  std::string out;
  write_json(out, answer);
  return lines_of(out, terminal);
}

}  // namespace

std::string answer_text(const Json& answer, const Terminal& terminal) {
  if (answer.is_string()) return lines_of(answer.get_ref<const std::string&>(), terminal);
  if (has_parallel_lists(answer)) return answer_text(zipped(answer), terminal);
  if (answer.is_object()) {
    if (holds_only_text(answer)) return answer_text(answer.front(), terminal);
    return is_flat_object(answer) ? answer_text(Json::array({answer}), terminal)
                                  : json_text(answer, terminal);
  }
  if (!answer.is_array() || answer.empty()) return json_text(answer, terminal);
  if (std::ranges::all_of(answer, is_labelled)) return labels_text(answer, terminal);
  if (answer.size() == 1 && holds_only_text(answer.front())) {
    return answer_text(answer.front(), terminal);
  }
  if (answer.size() == 1 && answer.front().is_array()) {
    const std::string numbers = numbers_text(answer);
    return numbers.empty() ? answer_text(answer.front(), terminal) : numbers;
  }
  if (same_keys(answer)) return objects_text(answer, terminal);
  const std::string numbers = numbers_text(answer);
  return numbers.empty() ? json_text(answer, terminal) : numbers;
}

}  // namespace penstock::cli
