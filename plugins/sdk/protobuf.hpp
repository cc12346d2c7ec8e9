// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace penstock::sdk {

// Reads the fields of one protobuf message in place.
class ProtobufReader {
 public:
  explicit ProtobufReader(std::string_view message) : rest_(message) {}

  struct Field {
    std::uint32_t number = 0;
    std::string_view whole;  // tag included
    std::string_view bytes;  // of a length-delimited field
    bool is_bytes = false;
    std::uint64_t value = 0;  // of a varint field
  };

  // False at the end, and when the message is not well formed: then ok() is false too.
  [[nodiscard]] bool next(Field& field) noexcept;
  [[nodiscard]] bool ok() const noexcept { return ok_; }

 private:
  bool read_field(Field& field) noexcept;
  bool read_varint(std::uint64_t& value) noexcept;
  bool take(std::uint64_t count, std::string_view& bytes) noexcept;
  bool fail() noexcept {
    ok_ = false;
    return false;
  }

  std::string_view rest_;
  bool ok_ = true;
};

// Visits the fields of a message up to its end, or to where it is not well formed.
template <typename Visit>
void each_field(std::string_view message, Visit&& visit) {
  ProtobufReader reader(message);
  ProtobufReader::Field field;
  while (reader.next(field)) visit(field);
}

// Appends one length-delimited field.
void append_bytes_field(std::uint32_t number, std::string_view bytes, std::string& to);

}  // namespace penstock::sdk
