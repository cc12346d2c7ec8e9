// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <penstock/json.hpp>

#include "json_lines.hpp"
#include "line_reader.hpp"

// Where `penstock run` gets its inputs from.

namespace penstock::cli {

// Bytes of the longest line that is taken in; a longer one is answered with an error.
inline constexpr std::size_t kLongestLine = std::size_t{64} << 20;

struct Request {
  Json inputs;
  Json parameters = Json::object();
  std::optional<Failure> failure;  // why it cannot be asked at all
};

// Throws Error{invalid_argument} when the line was too long to be held.
void refuse_long_line(const Line& line);
[[nodiscard]] std::string_view without_carriage_return(std::string_view line) noexcept;

class RequestSource {
 public:
  virtual ~RequestSource() = default;
  // The next request, absent at the end.
  [[nodiscard]] virtual std::optional<Request> next() = 0;
  // True when next() would return at once.
  [[nodiscard]] virtual bool ready() = 0;
  // How much was handed out, and of how much (0: unknown), in whatever unit.
  [[nodiscard]] virtual std::uint64_t done() const = 0;
  [[nodiscard]] virtual std::uint64_t total() const = 0;
};

// INPUT words of the command line.
class WordSource : public RequestSource {
 public:
  explicit WordSource(const std::vector<std::string>& words) : words_(words) {}
  [[nodiscard]] std::optional<Request> next() override;
  [[nodiscard]] bool ready() override { return true; }
  [[nodiscard]] std::uint64_t done() const override { return place_; }
  [[nodiscard]] std::uint64_t total() const override { return words_.size(); }

 private:
  const std::vector<std::string>& words_;
  std::size_t place_ = 0;
};

// Lines of a file descriptor: one text each, or with `jsonl` one request each, which is a JSON
// string or {"inputs": ..., "parameters": {...}}.
class LineSource : public RequestSource {
 public:
  LineSource(int descriptor, bool jsonl);
  [[nodiscard]] std::optional<Request> next() override;
  [[nodiscard]] bool ready() override { return reader_.ready(); }
  [[nodiscard]] std::uint64_t done() const override { return reader_.consumed(); }
  [[nodiscard]] std::uint64_t total() const override { return total_; }

 private:
  [[nodiscard]] Request parse(const Line& line);

  LineReader reader_;
  JsonReader json_;
  bool jsonl_;
  std::uint64_t total_ = 0;
};

}  // namespace penstock::cli
