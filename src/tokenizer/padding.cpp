// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/padding.hpp"

#include <algorithm>
#include <penstock/error.hpp>

#include "tokenizer/json_view.hpp"

namespace penstock {
namespace {

// Keeps a damaged file from asking for more memory than there is.
constexpr std::size_t kLongest = std::size_t{1} << 28;

template <typename T>
void fill(std::vector<T>& values, std::size_t count, const T& value, Side side) {
  values.insert(side == Side::left ? values.begin() : values.end(), count, value);
}

void read_strategy(const JsonView& strategy, PaddingParams& params) {
  if (strategy.is_object()) {
    if (strategy.as_object().size() != 1) strategy.fail("BatchLongest or {\"Fixed\": length}");
    if (strategy.find("Fixed")) {
      params.fixed = strategy.at("Fixed").as_unsigned();
      return;
    }
    strategy.fail("BatchLongest or {\"Fixed\": length}");
  }
  if (strategy.as_string() != "BatchLongest") strategy.fail("BatchLongest or {\"Fixed\": length}");
}

}  // namespace

PaddingParams PaddingParams::from_json(const JsonView& json) {
  PaddingParams params;
  read_strategy(json.at("strategy"), params);
  const JsonView direction = json.at("direction");
  const std::string_view side = direction.as_string();
  if (side != "Left" && side != "Right") direction.fail("Left or Right");
  params.direction = side == "Left" ? Side::left : Side::right;
  params.pad_to_multiple_of = json.unsigned_or("pad_to_multiple_of", 0);
  params.pad_id = json.at("pad_id").as_u32();
  params.pad_type_id = json.at("pad_type_id").as_u32();
  params.pad_token = json.at("pad_token").as_string();
  return params;
}

std::size_t padded_length(std::size_t longest, const PaddingParams& params) {
  std::size_t length = params.fixed.value_or(longest);
  const std::size_t multiple = params.pad_to_multiple_of;
  if (multiple > 0 && length % multiple > 0) length += multiple - length % multiple;
  return length;
}

void check_padded_length(std::size_t length) {
  if (length <= kLongest) return;
  throw Error(ErrorCode::invalid_argument, "cannot pad to " + std::to_string(length) +
                                               " tokens; the most is " + std::to_string(kLongest));
}

void pad(EngineEncoding& encoding, std::size_t length, const PaddingParams& params) {
  for (EngineEncoding& window : encoding.overflowing) pad(window, length, params);
  if (encoding.size() >= length) return;
  check_padded_length(length);
  const std::size_t count = length - encoding.size();
  const Side side = params.direction;
  fill(encoding.ids, count, params.pad_id, side);
  fill(encoding.type_ids, count, params.pad_type_id, side);
  fill(encoding.tokens, count, std::string_view(params.pad_token), side);
  fill(encoding.offsets, count, Offsets{}, side);
  fill(encoding.words, count, kNone, side);
  fill(encoding.special_tokens_mask, count, std::uint8_t{1}, side);
  fill(encoding.attention_mask, count, std::uint8_t{0}, side);
  if (side == Side::right) return;
  encoding.sequence_ranges.shift(count);
}

void pad_encodings(std::span<EngineEncoding> encodings, const PaddingParams& params) {
  std::size_t longest = 0;
  for (const EngineEncoding& encoding : encodings) longest = std::max(longest, encoding.size());
  const std::size_t length = padded_length(longest, params);
  for (EngineEncoding& encoding : encodings) pad(encoding, length, params);
}

}  // namespace penstock
