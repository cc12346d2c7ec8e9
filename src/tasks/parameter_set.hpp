// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <penstock/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

// The parameters of one call, or of a construction, read key by key.
//
// Every key asked for is one that the task takes; finish() refuses the rest and lists them. Null
// means "not given" to the typed readers, as None does to the reference.
class ParameterSet {
 public:
  // Throws Error{invalid_argument} unless `parameters` is an object or null. Lent, not copied.
  explicit ParameterSet(const Json& parameters);

  // The value, which may be null, or nullptr when the key is not there.
  [[nodiscard]] const Json* take(std::string_view key);

  // Throw Error{invalid_argument} naming the key, the value and what is allowed.
  [[nodiscard]] std::optional<bool> take_bool(std::string_view key);
  [[nodiscard]] std::optional<std::int64_t> take_integer(std::string_view key);
  // At least `minimum`.
  [[nodiscard]] std::optional<std::size_t> take_size(std::string_view key, std::size_t minimum = 0);
  [[nodiscard]] std::optional<double> take_number(std::string_view key);
  [[nodiscard]] std::optional<std::string> take_string(std::string_view key);

  // Every key that was asked for, sorted.
  [[nodiscard]] std::vector<std::string> names() const;

  // Throws Error{invalid_argument} naming the first key that nobody asked for and all that were.
  void finish(std::string_view task) const;

 private:
  const Json* parameters_;
  std::vector<std::string_view> asked_;
};

// "`key` must be {allowed}, got {value}"; long values are cut.
[[noreturn]] void refuse_parameter(std::string_view key, std::string_view allowed,
                                   const Json& value);

// A value as an error message shows it: JSON, at most about 80 bytes.
[[nodiscard]] std::string shown(const Json& value);

}  // namespace penstock
