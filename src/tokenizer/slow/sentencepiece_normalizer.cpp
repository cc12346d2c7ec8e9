// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/sentencepiece_normalizer.hpp"

#include <cstring>
#include <penstock/error.hpp>

#include "core/utf8.hpp"

namespace penstock::slow {
namespace {

constexpr std::string_view kEscapedSpace = "\xE2\x96\x81";  // U+2581

[[noreturn]] void throw_damaged() {
  throw Error(ErrorCode::io, "the precompiled_charsmap of a SentencePiece model is damaged");
}

models::ByteTrie user_defined_pieces(const converters::SentencePieceModel& model) {
  std::vector<models::ByteTrie::Entry> entries;
  for (const converters::SentencePiece& piece : model.pieces) {
    if (piece.type == converters::PieceType::user_defined) entries.push_back({piece.text, 0});
  }
  return models::ByteTrie(entries);
}

// Units of a darts-clone double array.
std::size_t offset_of(std::uint32_t unit) {
  return static_cast<std::size_t>(unit >> 10) << ((unit & 0x200U) >> 6);
}
bool has_value(std::uint32_t unit) { return ((unit >> 8) & 1U) != 0; }

}  // namespace

SentencePieceNormalizer::SentencePieceNormalizer(const converters::SentencePieceModel& model)
    : user_defined_(user_defined_pieces(model)),
      space_(model.escape_whitespaces ? kEscapedSpace : std::string_view(" ")),
      add_dummy_prefix_(model.add_dummy_prefix),
      remove_extra_whitespaces_(model.remove_extra_whitespaces),
      whitespace_as_suffix_(model.treat_whitespace_as_suffix) {
  std::string_view blob = model.precompiled_charsmap;
  if (blob.empty()) return;
  std::uint32_t trie_bytes = 0;
  if (blob.size() <= sizeof trie_bytes) throw_damaged();
  std::memcpy(&trie_bytes, blob.data(), sizeof trie_bytes);
  if (trie_bytes >= blob.size()) throw_damaged();
  blob.remove_prefix(sizeof trie_bytes);
  const std::size_t count = trie_bytes / sizeof(std::uint32_t);
  if (count == 0 || blob.size() < trie_bytes) throw_damaged();
  units_.resize(count);
  std::memcpy(units_.data(), blob.data(), count * sizeof(std::uint32_t));
  replacements_ = std::string(blob.substr(trie_bytes));
  if (!utf8::is_valid(replacements_)) throw_damaged();
}

std::size_t SentencePieceNormalizer::user_defined_prefix(std::string_view text) const {
  std::size_t longest = 0;
  std::uint32_t node = models::ByteTrie::kRoot;
  for (std::size_t i = 0; i < text.size(); ++i) {
    node = user_defined_.child(node, static_cast<std::uint8_t>(text[i]));
    if (node == models::ByteTrie::kNoNode) break;
    if (user_defined_.value(node) != models::ByteTrie::kNoValue) longest = i + 1;
  }
  return longest;
}

SentencePieceNormalizer::Prefix SentencePieceNormalizer::longest_rule(std::string_view text) const {
  Prefix longest;
  const auto unit = [this](std::size_t node) {
    if (node >= units_.size()) throw_damaged();
    return units_[node];
  };
  std::size_t node = offset_of(unit(0));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto label = static_cast<std::uint8_t>(text[i]);
    node ^= label;
    const std::uint32_t here = unit(node);
    if ((here & 0x800000FFU) != label) break;
    node ^= offset_of(here);
    if (!has_value(here)) continue;
    const std::size_t at = unit(node) & 0x7FFFFFFFU;
    if (at > replacements_.size()) throw_damaged();
    const std::string_view rest = std::string_view(replacements_).substr(at);
    if (!rest.empty() && utf8::is_continuation(rest.front())) throw_damaged();
    longest = {rest.substr(0, rest.find('\0')), i + 1};
  }
  return longest;
}

SentencePieceNormalizer::Prefix SentencePieceNormalizer::next(std::string_view text) const {
  if (const std::size_t size = user_defined_prefix(text)) return {text.substr(0, size), size};
  if (!units_.empty()) {
    const Prefix rule = longest_rule(text);
    if (rule.size > 0) return rule;
  }
  const std::size_t size = utf8::length_from_lead(static_cast<std::uint8_t>(text.front()));
  return {text.substr(0, size), size};
}

void SentencePieceNormalizer::append(std::string& out, std::string_view part) const {
  for (const char byte : part) {
    if (byte == ' ') {
      out += space_;
    } else {
      out += byte;
    }
  }
}

std::string SentencePieceNormalizer::normalize(std::string_view text) const {
  while (remove_extra_whitespaces_ && !text.empty()) {
    const Prefix prefix = next(text);
    if (prefix.replacement != " ") break;
    text.remove_prefix(prefix.size);
  }
  std::string out;
  if (text.empty()) return out;
  if (add_dummy_prefix_ && !whitespace_as_suffix_) out += space_;
  bool after_space = remove_extra_whitespaces_;
  while (!text.empty()) {
    const Prefix prefix = next(text);
    std::string_view part = prefix.replacement;
    while (after_space && part.starts_with(' ')) part.remove_prefix(1);
    if (!part.empty()) {
      append(out, part);
      after_space = part.ends_with(' ');
    }
    text.remove_prefix(prefix.size);
    if (!remove_extra_whitespaces_) after_space = false;
  }
  while (remove_extra_whitespaces_ && out.ends_with(space_)) {
    out.resize(out.size() - space_.size());
  }
  if (add_dummy_prefix_ && whitespace_as_suffix_) out += space_;
  return out;
}

}  // namespace penstock::slow
