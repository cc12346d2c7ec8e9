// SPDX-License-Identifier: Apache-2.0
#include "line_reader.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include <penstock/error.hpp>

namespace penstock::cli {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18;

}  // namespace

LineReader::LineReader(int descriptor, std::size_t longest)
    : descriptor_(descriptor), longest_(longest), buffer_(kPiece + kPadding) {}

bool LineReader::find_newline() {
  if (newline_found_) return true;
  if (scanned_ < end_) {
    const char* from = buffer_.data() + scanned_;
    const void* hit = std::memchr(from, '\n', end_ - scanned_);
    if (hit != nullptr) {
      scanned_ += static_cast<std::size_t>(static_cast<const char*>(hit) - from);
      newline_found_ = true;
      return true;
    }
    scanned_ = end_;
  }
  drop_long_line();
  return false;
}

void LineReader::drop_long_line() {
  if (end_ - begin_ > longest_ || dropped_ > 0) {
    dropped_ += end_ - begin_;
    begin_ = scanned_ = end_ = 0;
    if (buffer_.size() > 4 * kPiece) {
      buffer_.assign(kPiece + kPadding, '\0');
      buffer_.shrink_to_fit();
    }
  }
}

void LineReader::read_more() {
  if (begin_ > 0 && (begin_ == end_ || end_ + kPadding >= buffer_.size())) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    scanned_ -= begin_;
    begin_ = 0;
  }
  if (end_ + kPadding >= buffer_.size()) buffer_.resize(2 * buffer_.size());
  ssize_t count = 0;
  do {
    count = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - kPadding - end_);
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    throw Error(ErrorCode::io, std::string("cannot read standard input: ") + std::strerror(errno));
  }
  if (count == 0) at_end_ = true;
  end_ += static_cast<std::size_t>(count);
}

Line LineReader::take(std::size_t size, std::size_t with_newline) {
  Line line{{buffer_.data() + begin_, size}, dropped_ + size, false};
  if (dropped_ > 0 || size > longest_) {
    line.text = {};
    line.too_long = true;
  }
  consumed_ += dropped_ + with_newline;
  dropped_ = 0;
  begin_ += with_newline;
  scanned_ = begin_;
  newline_found_ = false;
  return line;
}

std::optional<Line> LineReader::next() {
  while (!find_newline()) {
    if (at_end_) {
      const std::size_t rest = end_ - begin_;
      if (rest == 0 && dropped_ == 0) return std::nullopt;
      return take(rest, rest);
    }
    read_more();
  }
  const std::size_t size = scanned_ - begin_;
  return take(size, size + 1);
}

bool LineReader::ready() {
  while (!find_newline() && !at_end_) {
    pollfd state{descriptor_, POLLIN, 0};
    if (::poll(&state, 1, 0) <= 0) return false;
    read_more();
  }
  return true;
}

}  // namespace penstock::cli
