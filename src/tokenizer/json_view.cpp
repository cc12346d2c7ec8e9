// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/json_view.hpp"

#include <limits>
#include <penstock/error.hpp>
#include <string>

#include "core/utf8.hpp"
#include "tokenizer/padded_text.hpp"
#include "tokenizer/serde_number.hpp"

namespace penstock {

void JsonView::fail(std::string_view must_be) const {
  throw Error(ErrorCode::io,
              "tokenizer.json: '" + std::string(name_) + "' must be " + std::string(must_be));
}

std::optional<JsonView> JsonView::find(std::string_view key) const {
  simdjson::dom::element value;
  if (element_[key].get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
  return JsonView(value, key, numbers_);
}

JsonView JsonView::at(std::string_view key) const {
  simdjson::dom::element value;
  if (!is_object()) fail("an object");
  if (element_[key].get(value) != simdjson::SUCCESS) {
    throw Error(ErrorCode::io, "tokenizer.json: '" + std::string(key) + "' is missing in '" +
                                   std::string(name_) + "'");
  }
  return {value, key, numbers_};
}

std::string_view JsonView::as_string() const {
  std::string_view value;
  if (element_.get(value) != simdjson::SUCCESS) fail("a string");
  return value;
}

bool JsonView::as_bool() const {
  bool value = false;
  if (element_.get(value) != simdjson::SUCCESS) fail("true or false");
  return value;
}

std::uint64_t JsonView::as_unsigned() const {
  std::uint64_t value = 0;
  if (element_.type() == simdjson::dom::element_type::DOUBLE ||
      element_.get(value) != simdjson::SUCCESS) {
    fail("a whole number that is not negative");
  }
  return value;
}

std::uint32_t JsonView::as_u32() const {
  const std::uint64_t value = as_unsigned();
  if (value > std::numeric_limits<std::uint32_t>::max()) fail("a number below 4294967296");
  return static_cast<std::uint32_t>(value);
}

std::int64_t JsonView::as_integer() const {
  std::int64_t value = 0;
  if (element_.type() == simdjson::dom::element_type::DOUBLE ||
      element_.get(value) != simdjson::SUCCESS)
    fail("a whole number");
  return value;
}

double JsonView::as_double() const {
  double value = 0;
  if (element_.get(value) != simdjson::SUCCESS) fail("a number");
  return numbers_ == JsonNumbers::exact ? value : as_serde_reads(value);
}

char32_t JsonView::as_char() const {
  const std::string_view text = as_string();
  if (text.empty()) fail("one character");
  const auto first = utf8::decode_unchecked(text.data());
  if (first.size != text.size()) fail("one character");
  return first.code_point;
}

simdjson::dom::array JsonView::as_array() const {
  simdjson::dom::array value;
  if (element_.get(value) != simdjson::SUCCESS) fail("a list");
  return value;
}

simdjson::dom::object JsonView::as_object() const {
  simdjson::dom::object value;
  if (element_.get(value) != simdjson::SUCCESS) fail("an object");
  return value;
}

std::string JsonView::string_or(std::string_view key, std::string_view fallback) const {
  const auto value = find(key);
  return std::string(value ? value->as_string() : fallback);
}

bool JsonView::bool_or(std::string_view key, bool fallback) const {
  const auto value = find(key);
  return value ? value->as_bool() : fallback;
}

std::uint64_t JsonView::unsigned_or(std::string_view key, std::uint64_t fallback) const {
  const auto value = find(key);
  return value ? value->as_unsigned() : fallback;
}

JsonDocument JsonDocument::parse(std::string_view text, JsonNumbers numbers, bool copy) {
  static_assert(PaddedText::kPadding >= simdjson::SIMDJSON_PADDING);
  JsonDocument document;
  document.numbers_ = numbers;
  document.parser_ = std::make_unique<simdjson::dom::parser>();
  const auto error = document.parser_->parse(text.data(), text.size(), copy).get(document.root_);
  if (error != simdjson::SUCCESS) {
    throw Error(ErrorCode::io,
                std::string("tokenizer.json is not valid JSON: ") + simdjson::error_message(error));
  }
  return document;
}

}  // namespace penstock
