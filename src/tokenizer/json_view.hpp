// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Read-only access to a parsed tokenizer.json with errors that name the field.
//
// Every accessor throws Error{io} ("tokenizer.json: 'lowercase' must be true or false") on a
// missing member or another type, as serde would refuse it; the loader relies on that to try the
// next spelling of an untagged component.

namespace penstock {

// Fractions: as the reference reads them from a file (as_serde_reads), or as they are in a text
// that stands for what the reference has in memory.
enum class JsonNumbers { as_serde_reads, exact };

// A value inside a JsonDocument, which must outlive it. Cheap to copy.
class JsonView {
 public:
  JsonView(simdjson::dom::element element, std::string_view name,
           JsonNumbers numbers = JsonNumbers::as_serde_reads)
      : element_(element), name_(name), numbers_(numbers) {}

  // The member's name, for messages.
  [[nodiscard]] std::string_view name() const noexcept { return name_; }
  [[nodiscard]] JsonNumbers numbers() const noexcept { return numbers_; }
  // For loops over large vocabularies: simdjson's own value.
  [[nodiscard]] simdjson::dom::element element() const noexcept { return element_; }

  [[nodiscard]] bool is_null() const noexcept { return element_.is_null(); }
  [[nodiscard]] bool is_string() const noexcept { return element_.is_string(); }
  [[nodiscard]] bool is_array() const noexcept { return element_.is_array(); }
  [[nodiscard]] bool is_object() const noexcept { return element_.is_object(); }

  // Member of an object. `find` is absent when the member is missing or null, or this is no object;
  // `at` throws when it is missing (null is returned as it is).
  [[nodiscard]] std::optional<JsonView> find(std::string_view key) const;
  [[nodiscard]] JsonView at(std::string_view key) const;

  [[nodiscard]] std::string_view as_string() const;  // valid as long as the document
  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] std::uint64_t as_unsigned() const;  // a whole number >= 0
  [[nodiscard]] std::uint32_t as_u32() const;
  [[nodiscard]] std::int64_t as_integer() const;
  [[nodiscard]] double as_double() const;  // integers too; by numbers()
  [[nodiscard]] char32_t as_char() const;  // a string of exactly one character
  [[nodiscard]] simdjson::dom::array as_array() const;
  [[nodiscard]] simdjson::dom::object as_object() const;

  // Members with a default for missing or null.
  [[nodiscard]] std::string string_or(std::string_view key, std::string_view fallback) const;
  [[nodiscard]] bool bool_or(std::string_view key, bool fallback) const;
  [[nodiscard]] std::uint64_t unsigned_or(std::string_view key, std::uint64_t fallback) const;

  // Throws the Error that says what this value must be.
  [[noreturn]] void fail(std::string_view must_be) const;

 private:
  simdjson::dom::element element_;
  std::string_view name_;
  JsonNumbers numbers_ = JsonNumbers::as_serde_reads;
};

// Owns the parsed text. Nesting beyond 1024 levels, truncation and any other defect throw
// Error{io}.
class JsonDocument {
 public:
  [[nodiscard]] static JsonDocument parse(std::string_view text,
                                          JsonNumbers numbers = JsonNumbers::as_serde_reads) {
    return parse(text, numbers, true);
  }
  // The same without a copy of the text, behind which simdjson may read
  // (PaddedText::kPadding). It must outlive this call only.
  [[nodiscard]] static JsonDocument parse_padded(std::string_view text, JsonNumbers numbers) {
    return parse(text, numbers, false);
  }
  [[nodiscard]] JsonView root() const { return {root_, "the document", numbers_}; }

 private:
  static JsonDocument parse(std::string_view text, JsonNumbers numbers, bool copy);

  std::unique_ptr<simdjson::dom::parser> parser_;
  simdjson::dom::element root_;
  JsonNumbers numbers_ = JsonNumbers::as_serde_reads;
};

}  // namespace penstock
