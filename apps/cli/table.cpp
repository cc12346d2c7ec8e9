// SPDX-License-Identifier: Apache-2.0
#include "table.hpp"

#include <algorithm>
#include <numeric>

#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 8;  // a breakable column keeps this much

std::size_t with_gaps(const std::vector<std::size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
}

void append_cell(std::string& out, const std::string& line, const Cell& cell, bool right,
                 std::size_t width, const Terminal& terminal) {
  const std::size_t used = display_width(line);
  const std::string pad(width > used ? width - used : 0, ' ');
  if (right) out += pad;
  out += terminal.paint(cell.style, line);
  if (!right) out += pad;
}

void trim_end(std::string& out) {
  while (out.ends_with(' ')) out.pop_back();
}

}  // namespace

std::vector<std::size_t> Table::natural_widths() const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) widths.push_back(display_width(column.heading));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i].text));
    }
  }
  return widths;
}

std::size_t Table::width() const { return with_gaps(natural_widths()); }

std::vector<std::size_t> Table::widths(std::size_t room) const {
  std::vector<std::size_t> widths = natural_widths();
  // The widest breakable column gives way until all fits.
  while (with_gaps(widths) > room) {
    std::size_t widest = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::size_t least = std::max(kNarrowest, display_width(columns_[i].heading));
      if (!columns_[i].breakable || widths[i] <= least) continue;
      if (widest == columns_.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == columns_.size()) break;
    --widths[widest];
  }
  return widths;
}

void Table::write_row(std::string& out, const std::vector<Cell>& row, const Terminal& terminal,
                      const std::vector<std::size_t>& widths, std::size_t indent) const {
  std::vector<std::vector<std::string>> lines;
  std::size_t height = 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const bool whole = !columns_[i].breakable;
    lines.push_back(whole ? std::vector<std::string>{row[i].text}
                          : wrapped(row[i].text, widths[i]));
    height = std::max(height, lines.back().size());
  }
  for (std::size_t k = 0; k < height; ++k) {
    out.append(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out.append(kGap, ' ');
      const std::string line = k < lines[i].size() ? lines[i][k] : std::string();
      append_cell(out, line, row[i], columns_[i].right, widths[i], terminal);
    }
    trim_end(out);
    out += '\n';
  }
}

std::string Table::text(const Terminal& terminal, std::size_t indent) const {
  const auto room = widths(terminal.width > indent ? terminal.width - indent : 1);
  std::string out;
  if (std::ranges::any_of(columns_, [](const Column& c) { return !c.heading.empty(); })) {
    std::vector<Cell> heading;
    for (const Column& column : columns_) heading.push_back({column.heading, Style::bold});
    write_row(out, heading, terminal, room, indent);
  }
  for (const auto& row : rows_) write_row(out, row, terminal, room, indent);
  return out;
}

}  // namespace penstock::cli
