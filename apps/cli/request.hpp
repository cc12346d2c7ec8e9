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

// INPUT words of the command line. With `objects`, one that is a JSON object counts as that.
class WordSource : public RequestSource {
 public:
  explicit WordSource(const std::vector<std::string>& words, bool objects = false)
      : words_(words), objects_(objects) {}
  [[nodiscard]] std::optional<Request> next() override;
  [[nodiscard]] bool ready() override { return true; }
  [[nodiscard]] std::uint64_t done() const override { return place_; }
  [[nodiscard]] std::uint64_t total() const override { return words_.size(); }

 private:
  const std::vector<std::string>& words_;
  bool objects_;
  std::size_t place_ = 0;
};

// What a line of input is; a request is a JSON string or {"inputs": ..., "parameters": {...}}.
enum class LineKind { text, text_or_object, request };

// Lines of a file descriptor.
class LineSource : public RequestSource {
 public:
  LineSource(int descriptor, LineKind kind);
  [[nodiscard]] std::optional<Request> next() override;
  [[nodiscard]] bool ready() override { return reader_.ready(); }
  [[nodiscard]] std::uint64_t done() const override { return reader_.consumed(); }
  [[nodiscard]] std::uint64_t total() const override { return total_; }

 private:
  [[nodiscard]] Request parse(const Line& line);

  LineReader reader_;
  JsonReader json_;
  LineKind kind_;
  std::uint64_t total_ = 0;
};

}  // namespace penstock::cli
