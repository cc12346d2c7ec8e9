// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <penstock/error.hpp>
#include <utility>

#include "tokenizer/huge_pages.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/models/byte_hash.hpp"

namespace penstock::models {
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

Vocabulary Vocabulary::take(const JsonView& object, std::optional<Vocabulary>& read_apart) {
  if (!read_apart) return from_json(object);
  return *std::exchange(read_apart, std::nullopt);
}

void Vocabulary::reserve(std::size_t entries, std::size_t bytes) {
  entries_.reserve(entries);
  blob_.reserve(bytes);
  advise_huge_pages(entries_.data(), entries_.capacity() * sizeof(Entry));
  advise_huge_pages(blob_.data(), blob_.capacity());
  const auto bits = static_cast<unsigned>(std::bit_width(entries + entries / 2));
  if (std::size_t{1} << bits > mask_ + 1) rehash(bits);
}

Vocabulary::Key Vocabulary::key_of(std::string_view token) noexcept {
  if (token.size() <= kShort) {
    return load_partial(token.data(), token.size()) | std::uint64_t{token.size() + 1} << 56;
  }
  return byte_hash(token) | std::uint64_t{0xFF} << 56;
}

std::size_t Vocabulary::find_slot(std::string_view token, Key key) const noexcept {
  std::size_t i = probe(key);
  while (!is_short(key) && slots_[i].key != 0 &&
         (slots_[i].key != key || !equal_bytes(text(slots_[i].entry), token))) {
    i = (i + 1) & mask_;
  }
  return i;
}

// Entries that share a key of a hash lie one behind the other in some order.
void Vocabulary::rehash(unsigned bits) {
  ZeroedTable<Slot> old(std::size_t{1} << bits);
  std::swap(old, slots_);
  const std::size_t old_size = mask_ + 1;
  mask_ = (std::size_t{1} << bits) - 1;
  shift_ = 64 - bits;
  for (std::size_t i = 0; i < old_size; ++i) {
    if (old[i].key == 0) continue;
    std::size_t place = home(old[i].key);
    while (slots_[place].key != 0) place = (place + 1) & mask_;
    slots_[place] = old[i];
  }
}

std::uint32_t Vocabulary::insert(std::string_view token, Key key, std::uint32_t id) {
  std::size_t slot = find_slot(token, key);
  if (slots_[slot].key != 0) {
    slots_[slot].id = id;
    entries_[slots_[slot].entry].id = id;
    return slots_[slot].entry;
  }
  if (blob_.size() + token.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorCode::io, "the tokenizer's vocabulary holds more than 4 GiB of text");
  }
  if ((entries_.size() + 1) * 3 > (mask_ + 1) * 2) {
    rehash(64 - shift_ + 1);
    slot = find_slot(token, key);
  }
  const auto entry = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back(
      {static_cast<std::uint32_t>(blob_.size()), static_cast<std::uint32_t>(token.size()), id});
  blob_.append(token);
  slots_[slot] = {key, entry, id};
  return entry;
}

void Vocabulary::insert_many(std::span<const std::string_view> tokens,
                             std::span<const std::uint32_t> ids) {
  std::array<Key, kMostAtOnce> keys;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    keys[i] = key_of(tokens[i]);
    __builtin_prefetch(&slots_[home(keys[i])], 1);
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) insert(tokens[i], keys[i], ids[i]);
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
  const Slot& slot = slots_[find_slot(token, key_of(token))];
  if (slot.key == 0) return std::nullopt;
  return slot.id;
}

void Vocabulary::find_many(std::span<const std::string_view> tokens,
                           std::span<std::uint32_t> ids) const {
  std::array<Key, kMostAtOnce> keys;
  std::array<const Slot*, kMostAtOnce> slots;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    keys[i] = key_of(tokens[i]);
    __builtin_prefetch(&slots_[home(keys[i])]);
  }
  const auto needs_text = [&](std::size_t i) { return !is_short(keys[i]) && slots[i]->key != 0; };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    slots[i] = &slots_[probe(keys[i])];
    if (needs_text(i)) __builtin_prefetch(&entries_[slots[i]->entry]);
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (needs_text(i)) __builtin_prefetch(text(slots[i]->entry).data());
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (needs_text(i) && !equal_bytes(text(slots[i]->entry), tokens[i])) {
      slots[i] = &slots_[find_slot(tokens[i], keys[i])];
    }
    ids[i] = slots[i]->key == 0 ? kNoId : slots[i]->id;
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
