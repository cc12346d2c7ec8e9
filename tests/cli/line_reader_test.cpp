// SPDX-License-Identifier: Apache-2.0
#include "line_reader.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <thread>

namespace penstock::cli {
namespace {

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() { EXPECT_EQ(::pipe(ends), 0); }
  ~Pipe() {
    ::close(ends[0]);
    close_writer();
  }
  void write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count = ::write(ends[1], text.data(), text.size());
      ASSERT_GT(count, 0);
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void close_writer() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
};

constexpr std::size_t kLongest = 1 << 20;

TEST(LineReader, LinesComeWithoutTheirNewlines) {
  Pipe pipe;
  pipe.write("one\n\ntwo\r\nlast");
  pipe.close_writer();
  LineReader reader(pipe.ends[0], kLongest);
  EXPECT_EQ(reader.next()->text, "one");
  EXPECT_EQ(reader.next()->text, "");
  EXPECT_EQ(reader.next()->text, "two\r");
  EXPECT_EQ(reader.next()->text, "last");
  EXPECT_FALSE(reader.next());
  EXPECT_EQ(reader.consumed(), 14U);
}

TEST(LineReader, EmptyInputHasNoLine) {
  Pipe pipe;
  pipe.close_writer();
  LineReader reader(pipe.ends[0], kLongest);
  EXPECT_TRUE(reader.ready());
  EXPECT_FALSE(reader.next());
}

TEST(LineReader, ReadyOnlyWhenAWholeLineIsThere) {
  Pipe pipe;
  LineReader reader(pipe.ends[0], kLongest);
  EXPECT_FALSE(reader.ready());
  pipe.write("half");
  EXPECT_FALSE(reader.ready());
  pipe.write(" and half\nmore");
  EXPECT_TRUE(reader.ready());
  EXPECT_EQ(reader.next()->text, "half and half");
  EXPECT_FALSE(reader.ready());
  pipe.close_writer();
  EXPECT_TRUE(reader.ready());
  EXPECT_EQ(reader.next()->text, "more");
}

TEST(LineReader, LongLinesArePassedOverAndCounted) {
  Pipe pipe;
  std::thread writer([&] {
    pipe.write("a\n" + std::string(3 * kLongest, 'x') + "\nb\n" + std::string(kLongest, 'y') +
               "\n");
    pipe.write(std::string(kLongest + 1, 'z'));
    pipe.close_writer();
  });
  LineReader reader(pipe.ends[0], kLongest);
  EXPECT_EQ(reader.next()->text, "a");
  const auto dropped = reader.next();
  EXPECT_TRUE(dropped->too_long);
  EXPECT_EQ(dropped->size, 3 * kLongest);
  EXPECT_EQ(dropped->text, "");
  EXPECT_EQ(reader.next()->text, "b");
  EXPECT_EQ(reader.next()->text, std::string(kLongest, 'y')) << "as long as allowed";
  EXPECT_TRUE(reader.next()->too_long) << "one byte too long, without a newline";
  EXPECT_FALSE(reader.next());
  writer.join();
}

TEST(LineReader, ManyLinesAcrossPiecesStayWhole) {
  Pipe pipe;
  std::thread writer([&] {
    for (int i = 0; i < 20000; ++i)
      pipe.write(std::string(static_cast<std::size_t>(i % 97), 'a') + std::to_string(i) + "\n");
    pipe.close_writer();
  });
  LineReader reader(pipe.ends[0], kLongest);
  int count = 0;
  while (const auto line = reader.next()) {
    ASSERT_EQ(line->text,
              std::string(static_cast<std::size_t>(count % 97), 'a') + std::to_string(count));
    ++count;
  }
  EXPECT_EQ(count, 20000);
  writer.join();
}

}  // namespace
}  // namespace penstock::cli
