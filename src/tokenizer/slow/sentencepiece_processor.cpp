// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/sentencepiece_processor.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <penstock/error.hpp>
#include <utility>

#include "core/python_str.hpp"
#include "core/utf8.hpp"

namespace penstock::slow {
namespace {

using converters::PieceType;
using models::ByteTrie;

constexpr std::string_view kPieceSpace = "\xE2\x96\x81";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kHexDigits = "0123456789ABCDEF";
constexpr float kUnknownPenalty = 10.0F;

bool is_searched(PieceType type) {
  return type == PieceType::normal || type == PieceType::user_defined || type == PieceType::unused;
}

ByteTrie searched_pieces(const converters::SentencePieceModel& model) {
  std::vector<ByteTrie::Entry> entries;
  for (std::uint32_t id = 0; id < model.pieces.size(); ++id) {
    if (is_searched(model.pieces[id].type)) entries.push_back({model.pieces[id].text, id});
  }
  return ByteTrie(entries);
}

std::string byte_piece(char byte) {
  const auto value = static_cast<std::uint8_t>(byte);
  return {'<', '0', 'x', kHexDigits[value >> 4], kHexDigits[value & 15U], '>'};
}

// Of "<0x41>", which the model's checks have made sure of.
char byte_of_piece(std::string_view piece) {
  return static_cast<char>(kHexDigits.find(piece[3]) * 16 + kHexDigits.find(piece[4]));
}

// Valid characters as they are; each other byte becomes one U+FFFD.
void append_bytes(std::string& out, std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t valid = utf8::valid_prefix(bytes);
    out += bytes.substr(0, valid);
    bytes.remove_prefix(valid);
    if (bytes.empty()) break;
    out += kReplacement;
    bytes.remove_prefix(1);
  }
}

}  // namespace

std::unique_ptr<SentencePieceProcessor> SentencePieceProcessor::load(
    const std::filesystem::path& path) {
  auto model = converters::SentencePieceModel::read(path);
  if (model.model_type != converters::SentencePieceModel::kUnigram &&
      model.model_type != converters::SentencePieceModel::kBpe) {
    throw Error(ErrorCode::unsupported,
                path.string() + " is a SentencePiece model of type " +
                    std::to_string(model.model_type) +
                    "; this class is read with the types unigram (1) and bpe (2)");
  }
  return std::unique_ptr<SentencePieceProcessor>(new SentencePieceProcessor(std::move(model)));
}

SentencePieceProcessor::SentencePieceProcessor(converters::SentencePieceModel model)
    : model_(std::move(model)),
      ids_(model_),
      normalizer_(model_),
      trie_(searched_pieces(model_)),
      lowest_score_(std::numeric_limits<float>::max()),
      highest_score_(std::numeric_limits<float>::min()) {  // its smallest positive value
  for (std::uint32_t id = 0; id < model_.pieces.size(); ++id) {
    const converters::SentencePiece& piece = model_.pieces[id];
    if (piece.type == PieceType::unknown) unknown_ = id;
    if (piece.type != PieceType::normal) continue;
    lowest_score_ = std::min(lowest_score_, piece.score);
    highest_score_ = std::max(highest_score_, piece.score);
  }
}

std::vector<std::string> SentencePieceProcessor::encode(std::string_view text) const {
  const std::string normalized = normalizer_.normalize(text);
  const bool is_bpe = model_.model_type == converters::SentencePieceModel::kBpe;
  std::vector<std::string> pieces;
  bool after_unknown = false;
  for (const Part& part : is_bpe ? split_bpe(normalized) : split_unigram(normalized)) {
    const bool is_unknown = type_of(part.id) == PieceType::unknown;
    if (is_unknown && model_.byte_fallback) {
      for (const char byte : part.text) pieces.push_back(byte_piece(byte));
    } else if (is_unknown && after_unknown) {
      pieces.back() += part.text;
    } else {
      pieces.emplace_back(part.text);
    }
    after_unknown = is_unknown;
  }
  return pieces;
}

// A user-defined piece is worth more than anything else of its length.
double SentencePieceProcessor::unigram_score(std::uint32_t id, std::size_t bytes) const {
  if (type_of(id) != PieceType::user_defined) return static_cast<double>(model_.pieces[id].score);
  return static_cast<double>(static_cast<float>(bytes) * highest_score_) - 0.1;
}

// Viterbi search; sums are kept in single precision as in Model::EncodeOptimized.
std::vector<SentencePieceProcessor::Part> SentencePieceProcessor::split_unigram(
    std::string_view text) const {
  struct Best {
    std::uint32_t id = 0;
    float score = 0;
    std::size_t begin = std::string_view::npos;
  };
  std::vector<Best> best(text.size() + 1);
  const auto offer = [&best](std::size_t begin, std::size_t end, std::uint32_t id, double score) {
    Best& target = best[end];
    const bool better =
        target.begin == std::string_view::npos || score > static_cast<double>(target.score);
    if (better) target = {id, static_cast<float>(score), begin};
  };
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t size = utf8::length_from_lead(static_cast<std::uint8_t>(text[begin]));
    const float here = best[begin].score;
    bool has_single = false;
    std::uint32_t node = ByteTrie::kRoot;
    for (std::size_t end = begin; end < text.size();) {
      node = trie_.child(node, static_cast<std::uint8_t>(text[end]));
      if (node == ByteTrie::kNoNode) break;
      ++end;
      const std::uint32_t id = trie_.value(node);
      if (id == ByteTrie::kNoValue || type_of(id) == PieceType::unused) continue;
      offer(begin, end, id, unigram_score(id, end - begin) + static_cast<double>(here));
      has_single = has_single || end - begin == size;
    }
    if (!has_single) {
      const float score = lowest_score_ - kUnknownPenalty + here;
      offer(begin, begin + size, unknown_, static_cast<double>(score));
    }
    begin += size;
  }
  std::vector<Part> parts;
  for (std::size_t end = text.size(); end > 0; end = best[end].begin) {
    parts.push_back({text.substr(best[end].begin, end - best[end].begin), best[end].id});
  }
  std::reverse(parts.begin(), parts.end());
  return parts;
}

std::string SentencePieceProcessor::surface(std::string_view piece, bool at_start,
                                            bool& space_taken) const {
  space_taken = false;
  const std::uint32_t id = ids_.id_of(piece);
  if (type_of(id) == PieceType::control) return {};
  if (type_of(id) == PieceType::unknown) {
    return model_.pieces[id].text == piece ? model_.unk_surface : std::string(piece);
  }
  const bool drops_space = model_.add_dummy_prefix || model_.remove_extra_whitespaces;
  if (at_start && drops_space && piece.starts_with(kPieceSpace)) {
    piece.remove_prefix(kPieceSpace.size());
    // With remove_extra_whitespaces every leading space goes, not only the first.
    space_taken = !model_.remove_extra_whitespaces;
  }
  return python::replace_all(piece, kPieceSpace, " ");
}

std::string SentencePieceProcessor::decode(const std::vector<std::string>& pieces) const {
  std::string text;
  std::string bytes;
  bool at_start = true;
  bool space_taken = false;
  for (const std::string& piece : pieces) {
    if (type_of(ids_.id_of(piece)) == PieceType::byte) {
      bytes += byte_of_piece(piece);
      continue;
    }
    append_bytes(text, bytes);
    bytes.clear();
    if (space_taken || !text.empty()) at_start = false;
    text += surface(piece, at_start, space_taken);
  }
  append_bytes(text, bytes);
  return text;
}

}  // namespace penstock::slow
