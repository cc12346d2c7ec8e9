// SPDX-License-Identifier: Apache-2.0
#include "table.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

Terminal plain(std::size_t width) { return {.is_terminal = true, .width = width}; }

TEST(Table, ColumnsAreAlignedAndLinesEndWithoutSpaces) {
  Table table({{"name"}, {.heading = "size", .right = true}});
  table.add({{"a"}, {"1000"}});
  table.add({{"long name"}, {"7"}});
  EXPECT_EQ(table.text(plain(80)),
            "name       size\n"
            "a          1000\n"
            "long name     7\n");
}

TEST(Table, WideCharactersKeepTheAlignment) {
  Table table({{}, {}});
  table.add({{"日本"}, {"x"}});
  table.add({{"abcd"}, {"y"}});
  EXPECT_EQ(table.text(plain(80)), "日本  x\nabcd  y\n");
}

TEST(Table, NoLineIsWiderThanTheTerminal) {
  Table table({{"key"}, {.heading = "value", .breakable = true}, {"end"}});
  for (int i = 0; i < 5; ++i) table.add({{"k"}, {std::string(300, 'v')}, {"e"}});
  std::istringstream lines(table.text(plain(40)));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 40U) << line;
}

TEST(Table, BrokenCellsGoOnBelowThemselves) {
  Table table({{"k"}, {.heading = "v", .breakable = true}});
  table.add({{"a"}, {"one two three four"}});
  EXPECT_EQ(table.text(plain(14)),
            "k  v\n"
            "a  one two\n"
            "   three four\n");
}

TEST(Table, IndentCountsAsWidth) {
  Table table({{}, {.heading = "", .breakable = true}});
  table.add({{"a"}, {"one two three four"}});
  EXPECT_EQ(table.text(plain(16), 2), "  a  one two\n     three four\n");
}

TEST(Table, ColoursOnlyWhereTheTerminalHasThem) {
  Table table(std::vector<Column>(1));
  table.add({{"yes", Style::green}});
  EXPECT_EQ(table.text(plain(80)), "yes\n");
  Terminal colourful = plain(80);
  colourful.colour = true;
  EXPECT_EQ(table.text(colourful), "\x1b[32myes\x1b[0m\n");
}

TEST(Table, TooNarrowATerminalStillShowsEverything) {
  Table table({{"accelerator"}, {.heading = "library", .breakable = true}});
  table.add({{"ort"}, {"/usr/lib/libonnxruntime.so"}});
  const std::string text = table.text(plain(10));
  EXPECT_NE(text.find("ort"), std::string::npos);
}

}  // namespace
}  // namespace penstock::cli
