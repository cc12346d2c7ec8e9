// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

// The one exception type of the library.
//
// Every function of Penstock that fails throws `Error`, whose message says what was given, what is
// allowed and what to do. Where a failure is normal (a runtime that is not installed), a value
// says so instead. Nothing else is thrown on purpose, save std::bad_alloc.

namespace penstock {

// What kind of failure it was: enough to choose an exit code, an HTTP status or a Python class.
enum class ErrorCode {
  invalid_argument,  // the caller's input or option is wrong (Python: ValueError, TypeError)
  not_found,         // a file, task, name or key does not exist (Python: OSError, KeyError)
  unavailable,       // the accelerator or device asked for is not on this machine (ImportError)
  unsupported,       // understood, but Penstock or the backend cannot do it
  io,                // a file exists but cannot be read, or does not hold what it should
  backend,           // the runtime refused or failed; its own words are in the message
  cancelled,         // the caller asked to stop
  internal,          // a defect of Penstock
};

// "invalid_argument", ... : the name as JSON answers carry it in {"error": {"type": ...}}.
[[nodiscard]] std::string_view to_string(ErrorCode code) noexcept;

// Copyable; the message is complete and ends without a newline.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  [[nodiscard]] ErrorCode code() const noexcept { return code_; }

 private:
  ErrorCode code_;
};

}  // namespace penstock
