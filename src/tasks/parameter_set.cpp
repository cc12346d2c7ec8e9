// SPDX-License-Identifier: Apache-2.0
#include "tasks/parameter_set.hpp"

#include <algorithm>
#include <penstock/error.hpp>

namespace penstock {
namespace {

constexpr std::size_t kShownBytes = 80;

const Json& no_parameters() {
  static const Json kNone = Json::object();
  return kNone;
}

}  // namespace

std::string shown(const Json& value) {
  if (value.is_structured()) {
    return (value.is_array() ? "a list of " : "an object of ") + std::to_string(value.size());
  }
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() <= kShownBytes) return text;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

void refuse_parameter(std::string_view key, std::string_view allowed, const Json& value) {
  throw Error(
      ErrorCode::invalid_argument,
      "`" + std::string(key) + "` must be " + std::string(allowed) + ", got " + shown(value) + ".");
}

ParameterSet::ParameterSet(const Json& parameters)
    : parameters_(parameters.is_null() ? &no_parameters() : &parameters) {
  if (parameters_->is_object()) return;
  throw Error(
      ErrorCode::invalid_argument,
      "The parameters of a call are an object of names and values, got " + shown(parameters) + ".");
}

const Json* ParameterSet::take(std::string_view key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.push_back(key);
  const auto found = parameters_->find(key);
  return found == parameters_->end() ? nullptr : &*found;
}

std::optional<bool> ParameterSet::take_bool(std::string_view key) {
  const Json* value = take(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_boolean()) refuse_parameter(key, "true or false", *value);
  return value->get<bool>();
}

std::optional<std::int64_t> ParameterSet::take_integer(std::string_view key) {
  const Json* value = take(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  const bool fits = value->is_number_integer() &&
                    (!value->is_number_unsigned() ||
                     value->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX));
  if (!fits) refuse_parameter(key, "a whole number", *value);
  return value->get<std::int64_t>();
}

std::optional<std::size_t> ParameterSet::take_size(std::string_view key, std::size_t minimum) {
  const Json* value = take(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  // nlohmann keeps a C++ int as signed, a number parsed from text as unsigned.
  const bool whole = value->is_number_unsigned() ||
                     (value->is_number_integer() && value->get<std::int64_t>() >= 0);
  if (!whole || value->get<std::size_t>() < minimum) {
    refuse_parameter(key, "a whole number of at least " + std::to_string(minimum), *value);
  }
  return value->get<std::size_t>();
}

std::optional<double> ParameterSet::take_number(std::string_view key) {
  const Json* value = take(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_number()) refuse_parameter(key, "a number", *value);
  return value->get<double>();
}

std::optional<std::string> ParameterSet::take_string(std::string_view key) {
  const Json* value = take(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_string()) refuse_parameter(key, "a string", *value);
  return value->get<std::string>();
}

std::vector<std::string> ParameterSet::names() const {
  std::vector<std::string> names(asked_.begin(), asked_.end());
  std::sort(names.begin(), names.end());
  return names;
}

void ParameterSet::finish(std::string_view task) const {
  for (const auto& [key, value] : parameters_->items()) {
    if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
    std::string names;
    for (const std::string_view name : asked_) {
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
    throw Error(ErrorCode::invalid_argument, std::string(task) + " does not take the parameter `" +
                                                 key + "`; it takes: " + names + ".");
  }
}

}  // namespace penstock
