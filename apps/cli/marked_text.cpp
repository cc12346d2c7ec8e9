// SPDX-License-Identifier: Apache-2.0
#include "marked_text.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

constexpr std::string_view kEllipsis = "...";

// What is never broken apart, and how it looks.
struct Piece {
  std::string text;
  std::size_t width = 0;
  Style style = Style::plain;
  bool space = false;  // a line may end here
};

std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> characters;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(utf8_length(text), 1);
    characters.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return characters;
}

std::vector<Mark> sorted_apart(std::vector<Mark> marks, std::size_t size) {
  std::ranges::stable_sort(marks, {}, &Mark::begin);
  std::vector<Mark> kept;
  for (Mark& mark : marks) {
    const std::size_t from = kept.empty() ? 0 : kept.back().end;
    if (mark.begin >= from && mark.begin < mark.end && mark.end <= size) {
      kept.push_back(std::move(mark));
    }
  }
  return kept;
}

class Layout {
 public:
  explicit Layout(const Terminal& terminal) : terminal_(terminal) {}

  void add(std::string_view character, Style style) {
    const bool space = character == " " || character == "\n" || character == "\t";
    const std::string text = space ? " " : printable(character);
    pieces_.push_back({text, display_width(text), style, space});
  }

  // As one piece: it stays on one line.
  void add_whole(std::string text, Style style) {
    const std::size_t width = display_width(text);
    pieces_.push_back({std::move(text), width, style, false});
  }

  // Greedy lines; words longer than a line are cut.
  [[nodiscard]] std::string lines() const {
    std::string out;
    std::size_t begin = 0;
    while (begin < pieces_.size()) {
      while (begin > 0 && begin < pieces_.size() && pieces_[begin].space) ++begin;
      const std::size_t end = line_end(begin);
      write(out, begin, end);
      begin = end;
    }
    return out;
  }

 private:
  [[nodiscard]] std::size_t line_end(std::size_t begin) const {
    std::size_t used = 0;
    std::size_t last_space = begin;
    for (std::size_t i = begin; i < pieces_.size(); ++i) {
      if (pieces_[i].space) last_space = i;
      used += pieces_[i].width;
      if (used > terminal_.width && i > begin) return last_space > begin ? last_space : i;
    }
    return pieces_.size();
  }

  void write(std::string& out, std::size_t begin, std::size_t end) const {
    while (end > begin && pieces_[end - 1].space) --end;
    for (std::size_t i = begin; i < end;) {
      std::string run;
      const Style style = pieces_[i].style;
      for (; i < end && pieces_[i].style == style; ++i) run += pieces_[i].text;
      out += terminal_.paint(style, run);
    }
    if (end > begin) out += '\n';
  }

  const Terminal& terminal_;
  std::vector<Piece> pieces_;
};

void add_mark(Layout& layout, std::span<const std::string_view> characters, const Mark& mark,
              bool colour) {
  if (!colour) layout.add("[", Style::plain);
  for (const std::string_view character : characters) layout.add(character, mark.style);
  if (!mark.label.empty()) layout.add_whole(" " + mark.label, Style::dim);
  if (!colour) layout.add("]", Style::plain);
}

}  // namespace

std::string marked_text(std::string_view text, std::vector<Mark> marks, const Terminal& terminal,
                        std::size_t around) {
  const std::vector<std::string_view> characters = characters_of(text);
  const std::vector<Mark> kept = sorted_apart(std::move(marks), characters.size());
  std::size_t at = 0;
  std::size_t end = characters.size();
  if (!kept.empty()) {
    at = kept.front().begin > around ? kept.front().begin - around : 0;
    if (end - kept.back().end > around) end = kept.back().end + around;
  }
  Layout layout(terminal);
  if (at > 0) layout.add_whole(std::string(kEllipsis), Style::dim);
  for (const Mark& mark : kept) {
    for (; at < mark.begin; ++at) layout.add(characters[at], Style::plain);
    add_mark(layout, std::span(characters).subspan(mark.begin, mark.end - mark.begin), mark,
             terminal.colour);
    at = mark.end;
  }
  for (; at < end; ++at) layout.add(characters[at], Style::plain);
  if (end < characters.size()) layout.add_whole(std::string(kEllipsis), Style::dim);
  return layout.lines();
}

}  // namespace penstock::cli
