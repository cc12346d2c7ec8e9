// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <string_view>

// How the engine fails inside: the Python exception the reference would raise. `Template` turns it
// into a penstock::Error that names the place.

namespace penstock::jinja {

enum class FaultType {
  type_error,
  value_error,
  lookup_error,
  attribute_error,
  zero_division,
  overflow,
  undefined,  // jinja2.UndefinedError
  security,   // jinja2.sandbox.SecurityError
  runtime,    // jinja2.TemplateRuntimeError
  raised,     // the template called raise_exception
  limit,      // steps, memory, output or depth of a rendering
  unsupported,
};

class Fault : public std::exception {
 public:
  Fault(FaultType type, std::string message) : type_(type), message_(std::move(message)) {}
  [[nodiscard]] FaultType type() const noexcept { return type_; }
  [[nodiscard]] const std::string& message() const noexcept { return message_; }
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  FaultType type_;
  std::string message_;
};

// A position in the template's source, from 1; columns count code points.
struct Position {
  int line = 1;
  int column = 1;
};

[[noreturn]] void throw_type(const std::string& message);
[[noreturn]] void throw_value(const std::string& message);
// `what` is "memory", "steps", "output" or "depth".
[[noreturn]] void throw_limit(std::string_view what);

}  // namespace penstock::jinja
