// SPDX-License-Identifier: Apache-2.0
#include "sdk/protobuf.hpp"

namespace penstock::sdk {

bool ProtobufReader::read_varint(std::uint64_t& value) noexcept {
  value = 0;
  for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) return true;
  }
  return fail();
}

bool ProtobufReader::take(std::uint64_t count, std::string_view& bytes) noexcept {
  if (count > rest_.size()) return fail();
  bytes = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return true;
}

bool ProtobufReader::next(Field& field) noexcept {
  if (!ok_ || rest_.empty()) return false;
  const std::string_view before = rest_;
  field = {};
  if (!read_field(field)) return fail();
  field.whole = before.substr(0, before.size() - rest_.size());
  return true;
}

bool ProtobufReader::read_field(Field& field) noexcept {
  std::uint64_t tag = 0;
  if (!read_varint(tag) || tag >> 32U != 0) return false;
  field.number = static_cast<std::uint32_t>(tag >> 3U);
  if (field.number == 0) return false;
  switch (tag & 7U) {
    case 0: return read_varint(field.value);
    case 1: return take(8, field.bytes);
    case 2: {
      std::uint64_t size = 0;
      field.is_bytes = true;
      return read_varint(size) && take(size, field.bytes);
    }
    case 5: return take(4, field.bytes);
    default: return false;  // groups are not used by ONNX
  }
}

void append_bytes_field(std::uint32_t number, std::string_view bytes, std::string& to) {
  const auto append_varint = [&to](std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U) to += static_cast<char>((value & 0x7FU) | 0x80U);
    to += static_cast<char>(value);
  };
  append_varint(static_cast<std::uint64_t>(number) << 3U | 2U);
  append_varint(bytes.size());
  to += bytes;
}

}  // namespace penstock::sdk
