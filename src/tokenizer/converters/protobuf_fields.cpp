// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/protobuf_fields.hpp"

#include <bit>
#include <penstock/error.hpp>
#include <string>
#include <vector>

namespace penstock::converters {
namespace {

// Wire types of the encoding.
constexpr std::uint32_t kVarint = 0;
constexpr std::uint32_t kFixed64 = 1;
constexpr std::uint32_t kLength = 2;
constexpr std::uint32_t kGroupStart = 3;
constexpr std::uint32_t kGroupEnd = 4;
constexpr std::uint32_t kFixed32 = 5;

constexpr std::uint32_t kLargestFieldNumber = (1U << 29) - 1;
constexpr std::size_t kDeepestGroup = 100;  // as protobuf's own recursion limit

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  }
  return value;
}

}  // namespace

void ProtobufFields::fail(std::string_view what) const {
  throw Error(ErrorCode::io,
              std::string(origin_) + " is not a SentencePiece model: " + std::string(what) +
                  " at byte " + std::to_string(at_) + " of a message; fetch the file again");
}

std::uint64_t ProtobufFields::read_varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    if (at_ == message_.size()) fail("a number is cut off");
    const auto byte = static_cast<std::uint8_t>(message_[at_++]);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) return value;
  }
  fail("a number is longer than ten bytes");
}

std::string_view ProtobufFields::take(std::uint64_t size) {
  if (size > message_.size() - at_) fail("a value reaches beyond the end");
  const std::string_view taken = message_.substr(at_, static_cast<std::size_t>(size));
  at_ += taken.size();
  return taken;
}

// The fields of a group count for nothing here; groups may hold groups.
void ProtobufFields::skip_group(std::uint32_t number) {
  std::vector<std::uint32_t> open{number};
  while (!open.empty()) {
    const std::uint64_t tag = read_varint();
    const auto wire_type = static_cast<std::uint32_t>(tag & 7U);
    const std::uint64_t field = tag >> 3;
    if (wire_type == kGroupStart) {
      if (open.size() == kDeepestGroup) fail("groups are nested too deeply");
      open.push_back(static_cast<std::uint32_t>(field));
    } else if (wire_type == kGroupEnd) {
      if (field != open.back()) fail("a group ends that did not begin");
      open.pop_back();
    } else {
      read_value(wire_type);
    }
  }
}

void ProtobufFields::read_value(std::uint32_t wire_type) {
  switch (wire_type) {
    case kVarint: integer_ = read_varint(); return;
    case kFixed64: integer_ = little_endian(take(8)); return;
    case kLength: bytes_ = take(read_varint()); return;
    case kFixed32: integer_ = little_endian(take(4)); return;
    default: fail("a field has no known wire type");
  }
}

bool ProtobufFields::next() {
  if (at_ == message_.size()) return false;
  const std::uint64_t tag = read_varint();
  if (tag >> 3 == 0 || tag >> 3 > kLargestFieldNumber) fail("a field has no valid number");
  number_ = static_cast<std::uint32_t>(tag >> 3);
  wire_type_ = static_cast<std::uint32_t>(tag & 7U);
  if (wire_type_ == kGroupStart) {
    skip_group(number_);
  } else {
    read_value(wire_type_);
  }
  return true;
}

std::optional<std::int32_t> ProtobufFields::int32() const {
  if (wire_type_ != kVarint) return std::nullopt;
  return static_cast<std::int32_t>(integer_);
}

std::optional<bool> ProtobufFields::boolean() const {
  if (wire_type_ != kVarint) return std::nullopt;
  return integer_ != 0;
}

std::optional<float> ProtobufFields::float32() const {
  if (wire_type_ != kFixed32) return std::nullopt;
  return std::bit_cast<float>(static_cast<std::uint32_t>(integer_));
}

std::optional<std::string_view> ProtobufFields::bytes() const {
  if (wire_type_ != kLength) return std::nullopt;
  return bytes_;
}

}  // namespace penstock::converters
