// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "terminal.hpp"

// Rows and columns for people, within a given width; long cells run over several lines.

namespace penstock::cli {

struct Column {
  std::string heading;     // no heading line when all are empty
  bool right = false;      // aligned right, as numbers are
  bool breakable = false;  // may be made narrower than its content
};

struct Cell {
  std::string text;  // printable() already
  Style style = Style::plain;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as there are columns.
  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }

  // Columns that the table takes when no cell is broken.
  [[nodiscard]] std::size_t width() const;
  // The whole table, every line ended by a newline. Lines begin with `indent` spaces and take at
  // most terminal.width columns, as long as the unbreakable ones leave room.
  [[nodiscard]] std::string text(const Terminal& terminal, std::size_t indent = 0) const;

 private:
  [[nodiscard]] std::vector<std::size_t> natural_widths() const;
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t room) const;
  void write_row(std::string& out, const std::vector<Cell>& row, const Terminal& terminal,
                 const std::vector<std::size_t>& widths, std::size_t indent) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace penstock::cli
