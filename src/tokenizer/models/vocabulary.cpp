// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <penstock/error.hpp>

#include "tokenizer/json_view.hpp"
#include "tokenizer/models/byte_hash.hpp"

namespace penstock::models {
namespace {

constexpr std::uint32_t tag_of(std::uint64_t hash) noexcept {
  return static_cast<std::uint32_t>(hash >> 32);
}

}  // namespace

Vocabulary Vocabulary::from_json(const JsonView& object) {
  const simdjson::dom::object members = object.as_object();
  Vocabulary vocabulary;
  vocabulary.reserve(members.size(), members.size() * 8);
  for (const auto& member : members) {
    std::uint64_t id = 0;
    if (member.value.get(id) != simdjson::SUCCESS ||
        id > std::numeric_limits<std::uint32_t>::max()) {
      object.fail("an object from tokens to whole numbers below 2^32");
    }
    vocabulary.insert(member.key, static_cast<std::uint32_t>(id));
  }
  vocabulary.finish();
  return vocabulary;
}

void Vocabulary::reserve(std::size_t entries, std::size_t bytes) {
  entries_.reserve(entries);
  blob_.reserve(bytes);
  const std::size_t slots = std::bit_ceil(entries * 2 + 1);
  if (slots > slots_.size()) rehash(slots);
}

std::size_t Vocabulary::find_slot(std::string_view token, std::uint64_t hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    const Slot& slot = slots_[i];
    if (slot.entry == kEmpty || (slot.tag == tag_of(hash) && text(slot.entry) == token)) return i;
  }
}

void Vocabulary::rehash(std::size_t slot_count) {
  slots_.assign(slot_count, Slot{});
  for (std::uint32_t entry = 0; entry < entries_.size(); ++entry) {
    const std::uint64_t hash = byte_hash(text(entry));
    slots_[find_slot(text(entry), hash)] = {tag_of(hash), entry};
  }
}

std::uint32_t Vocabulary::insert(std::string_view token, std::uint32_t id) {
  const std::uint64_t hash = byte_hash(token);
  std::size_t slot = find_slot(token, hash);
  if (slots_[slot].entry != kEmpty) {
    entries_[slots_[slot].entry].id = id;
    return slots_[slot].entry;
  }
  if (blob_.size() + token.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorCode::io, "the tokenizer's vocabulary holds more than 4 GiB of text");
  }
  if ((entries_.size() + 1) * 2 > slots_.size()) {
    rehash(slots_.size() * 2);
    slot = find_slot(token, hash);
  }
  const auto entry = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back(
      {static_cast<std::uint32_t>(blob_.size()), static_cast<std::uint32_t>(token.size()), id});
  blob_.append(token);
  slots_[slot] = {tag_of(hash), entry};
  return entry;
}

void Vocabulary::finish() {
  std::uint32_t largest = 0;
  for (const Entry& entry : entries_) largest = std::max(largest, entry.id);
  if (largest > 4 * entries_.size() + 65536) {
    for (std::uint32_t i = 0; i < entries_.size(); ++i) sparse_.emplace_back(entries_[i].id, i);
    std::stable_sort(sparse_.begin(), sparse_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    return;
  }
  entry_of_id_.assign(entries_.empty() ? 0 : std::size_t{largest} + 1, kEmpty);
  for (std::uint32_t i = 0; i < entries_.size(); ++i) entry_of_id_[entries_[i].id] = i;
}

std::optional<std::uint32_t> Vocabulary::find(std::string_view token) const noexcept {
  const std::uint32_t entry = slots_[find_slot(token, byte_hash(token))].entry;
  if (entry == kEmpty) return std::nullopt;
  return entries_[entry].id;
}

void Vocabulary::find_many(std::span<const std::string_view> tokens,
                           std::span<std::uint32_t> ids) const {
  std::array<std::uint64_t, kMostAtOnce> hashes;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    hashes[i] = byte_hash(tokens[i]);
    __builtin_prefetch(&slots_[hashes[i] & mask]);
  }
  const auto likely = [&](std::size_t i) { return slots_[hashes[i] & mask].entry; };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (likely(i) != kEmpty) __builtin_prefetch(&entries_[likely(i)]);
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (likely(i) != kEmpty) __builtin_prefetch(blob_.data() + entries_[likely(i)].offset);
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::uint32_t entry = slots_[find_slot(tokens[i], hashes[i])].entry;
    ids[i] = entry == kEmpty ? kNoId : entries_[entry].id;
  }
}

std::optional<std::string_view> Vocabulary::token(std::uint32_t id) const noexcept {
  if (id < entry_of_id_.size()) {
    const std::uint32_t entry = entry_of_id_[id];
    if (entry == kEmpty) return std::nullopt;
    return text(entry);
  }
  const auto after =
      std::upper_bound(sparse_.begin(), sparse_.end(), id,
                       [](std::uint32_t value, const auto& pair) { return value < pair.first; });
  if (after == sparse_.begin() || std::prev(after)->first != id) return std::nullopt;
  return text(std::prev(after)->second);
}

}  // namespace penstock::models
