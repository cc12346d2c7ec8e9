// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// The wire format of Protocol Buffers, read only and without a schema.

namespace penstock::converters {

// Walks the fields of one message, in the order of the bytes. `origin` names the file in errors.
//
// Every member function throws Error{io} where the bytes end early or are no message; nothing is
// copied or allocated, so a wrong length costs nothing.
class ProtobufFields {
 public:
  ProtobufFields(std::string_view message, std::string_view origin)
      : message_(message), origin_(origin) {}

  // Goes to the next field, past the value of the present one; false at the end.
  [[nodiscard]] bool next();
  [[nodiscard]] std::uint32_t number() const noexcept { return number_; }

  // The value of the present field; absent when the field has another wire type, which makes it an
  // unknown field to protobuf.
  [[nodiscard]] std::optional<std::int32_t> int32() const;
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<float> float32() const;
  [[nodiscard]] std::optional<std::string_view> bytes() const;  // string, bytes, embedded message

  [[noreturn]] void fail(std::string_view what) const;

 private:
  [[nodiscard]] std::uint64_t read_varint();
  [[nodiscard]] std::string_view take(std::uint64_t size);
  void read_value(std::uint32_t wire_type);
  void skip_group(std::uint32_t number);

  std::string_view message_;
  std::string_view origin_;
  std::size_t at_ = 0;
  std::uint32_t number_ = 0;
  std::uint32_t wire_type_ = 0;
  std::uint64_t integer_ = 0;  // of a varint or a fixed field
  std::string_view bytes_;     // of a length-delimited field
};

}  // namespace penstock::converters
