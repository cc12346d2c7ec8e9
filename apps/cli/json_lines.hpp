// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <penstock/json.hpp>

// JSON in and out, one value a line.

namespace penstock::cli {

// What went wrong with one input, as {"error": {"type": ..., "message": ...}} carries it.
struct Failure {
  std::string type;  // to_string(ErrorCode)
  std::string message;
};

// The exception being handled; call it inside a catch block.
[[nodiscard]] Failure current_failure();

// Reads JSON texts one after the other with the same memory. Depth is limited to 1024, UTF-8 is
// checked, a repeated key counts with its last value as in Python.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();
  // `text` is followed by LineReader::kPadding readable bytes.
  // Throws Error{invalid_argument} when it is no JSON.
  [[nodiscard]] Json parse(std::string_view text);
  // The same for text that nothing follows.
  [[nodiscard]] Json parse_copy(std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Appends a value as Python's json.dumps(ensure_ascii=False) spells it, compact: shortest float
// that reads back the same, NaN and Infinity as these words, invalid UTF-8 as U+FFFD.
void write_json(std::string& out, const Json& value);
void write_json(std::string& out, std::string_view text);
void write_json(std::string& out, const Failure& failure);

}  // namespace penstock::cli
