// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/truncation.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tokenizer/json_view.hpp"

namespace penstock {
namespace {

constexpr const char* kTooShort =
    "Truncation error: Sequence to truncate too short to respect the provided max_length";
constexpr const char* kNoSecond = "Truncation error: Second sequence not provided";

using Range = EngineEncoding::Range;

// Windows of `max_length` tokens, `step` apart, up to the one that reaches the other end.
std::vector<Range> windows(std::size_t size, std::size_t max_length, std::size_t step,
                           Side direction) {
  std::vector<Range> found;
  for (std::size_t done = 0; done < size; done += step) {
    if (direction == Side::right) {
      found.push_back({done, std::min(done + max_length, size)});
      if (found.back().end == size) break;
    } else {
      const std::size_t end = size - done;
      found.push_back({end - std::min(end, max_length), end});
      if (found.back().begin == 0) break;
    }
  }
  return found;
}

// Lengths for both sequences that the reference's longest_first comes to: the longer one gives
// first; where that is not enough, both get half.
std::pair<std::size_t, std::size_t> share(std::size_t first, std::size_t second,
                                          std::size_t max_length) {
  const bool swap = first > second;
  std::size_t shorter = swap ? second : first;
  std::size_t longer = shorter > max_length ? shorter : std::max(shorter, max_length - shorter);
  if (shorter + longer > max_length) {
    shorter = max_length / 2;
    longer = shorter + max_length % 2;
  }
  return swap ? std::pair{longer, shorter} : std::pair{shorter, longer};
}

TruncationStrategy strategy_from(std::string_view name, const JsonView& json) {
  if (name == "LongestFirst") return TruncationStrategy::longest_first;
  if (name == "OnlyFirst") return TruncationStrategy::only_first;
  if (name == "OnlySecond") return TruncationStrategy::only_second;
  json.fail("LongestFirst, OnlyFirst or OnlySecond");
}

}  // namespace

TruncationParams TruncationParams::from_json(const JsonView& json) {
  TruncationParams params;
  if (json.as_object()["direction"].error() == simdjson::SUCCESS) {
    const JsonView direction = json.at("direction");
    const std::string_view name = direction.as_string();
    if (name != "Left" && name != "Right") direction.fail("Left or Right");
    params.direction = name == "Left" ? Side::left : Side::right;
  }
  params.max_length = json.at("max_length").as_unsigned();
  const JsonView strategy = json.at("strategy");
  params.strategy = strategy_from(strategy.as_string(), strategy);
  params.stride = json.at("stride").as_unsigned();
  return params;
}

KeptLengths kept_lengths(std::size_t first, std::optional<std::size_t> second,
                         const TruncationParams& params) {
  const std::size_t max_length = params.max_length;
  const KeptLengths all{first, second.value_or(0)};
  const std::size_t total = all.first + all.second;
  if (max_length == 0) return {0, 0};
  if (total <= max_length) return all;
  const std::size_t to_remove = total - max_length;
  if (params.strategy == TruncationStrategy::longest_first) {
    if (!second) return {max_length, 0};
    const auto [kept_first, kept_second] = share(first, *second, max_length);
    return {kept_first, kept_second};
  }
  const bool only_first = params.strategy == TruncationStrategy::only_first;
  if (!only_first && !second) throw Error(ErrorCode::invalid_argument, kNoSecond);
  const std::size_t target = only_first ? all.first : all.second;
  if (target <= to_remove) throw Error(ErrorCode::invalid_argument, kTooShort);
  if (only_first) return {target - to_remove, all.second};
  return {all.first, target - to_remove};
}

EngineEncoding::Range first_window(std::size_t size, std::size_t max_length, std::size_t stride,
                                   Side direction) {
  if (max_length >= size) return {0, size};
  if (max_length == 0) return {0, 0};
  if (stride >= max_length) {
    throw Error(ErrorCode::invalid_argument,
                "stride is " + std::to_string(stride) + " but must be less than the " +
                    std::to_string(max_length) +
                    " tokens that max_length leaves beside the special tokens");
  }
  if (direction == Side::right) return {0, max_length};
  return {size - max_length, size};
}

void truncate(EngineEncoding& encoding, std::size_t max_length, std::size_t stride,
              Side direction) {
  if (max_length >= encoding.size()) return;
  if (max_length == 0) {
    EngineEncoding empty;
    empty.overflowing.push_back(std::move(encoding));
    encoding = std::move(empty);
    return;
  }
  const Range kept = first_window(encoding.size(), max_length, stride, direction);
  EngineEncoding first = encoding.slice(kept.begin, kept.end);
  const std::vector<Range> ranges =
      windows(encoding.size(), max_length, max_length - stride, direction);
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    first.overflowing.push_back(encoding.slice(ranges[i].begin, ranges[i].end));
  }
  encoding = std::move(first);
}

void truncate_encodings(EngineEncoding& encoding, EngineEncoding* pair,
                        const TruncationParams& params) {
  std::optional<std::size_t> pair_size;
  if (pair != nullptr) pair_size = pair->size();
  const KeptLengths kept = kept_lengths(encoding.size(), pair_size, params);
  truncate(encoding, kept.first, params.stride, params.direction);
  if (pair != nullptr) truncate(*pair, kept.second, params.stride, params.direction);
}

}  // namespace penstock
