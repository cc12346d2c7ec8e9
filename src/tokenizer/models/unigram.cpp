// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/unigram.hpp"

#include <algorithm>
#include <limits>
#include <penstock/error.hpp>
#include <span>
#include <utility>

#include "core/utf8.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/models/byte_token.hpp"
#include "tokenizer/models/model_lists.hpp"
#include "tokenizer/models/word_cache.hpp"
#include "tokenizer/two_threads.hpp"

namespace penstock::models {
namespace {

// What an unknown character costs below the worst piece.
constexpr double kUnkPenalty = 10.0;
constexpr std::uint32_t kNoId = 0xFFFFFFFF;
// Pieces from which a second thread pays.
constexpr std::size_t kManyPieces = 20000;
constexpr const char* kMissingUnkId = "Encountered an unknown token but `unk_id` is missing";

}  // namespace

Unigram::Unigram(const std::vector<Piece>& pieces, std::optional<std::size_t> unk_id,
                 bool byte_fallback)
    : cache_owner_(WordCache::next_owner()) {
  if (unk_id && *unk_id >= pieces.size()) {
    throw Error(ErrorCode::io, "tokenizer.json: The `unk_id` is larger than vocabulary size");
  }
  double min_score = std::numeric_limits<double>::infinity();
  std::size_t bytes = 0;
  for (const Piece& piece : pieces) {
    bytes += piece.text.size();
    min_score = std::min(min_score, piece.score);
  }
  run_both(
      pieces.size() > kManyPieces,
      [&] {
        texts_.reserve(pieces.size(), bytes);
        scores_.reserve(pieces.size());
        for (std::uint32_t id = 0; id < pieces.size(); ++id) {
          texts_.add(pieces[id].text);
          scores_.push_back(pieces[id].score);
          if (pieces[id].text.empty()) empty_id_ = id;
        }
      },
      [&] {
        std::vector<ByteTrie::Entry> entries;
        entries.reserve(pieces.size());
        for (std::uint32_t id = 0; id < pieces.size(); ++id) {
          entries.push_back({pieces[id].text, id});
        }
        trie_ = ByteTrie(entries);
      });
  if (unk_id) unk_id_ = static_cast<std::uint32_t>(*unk_id);
  unk_score_ = min_score - kUnkPenalty;
  for (std::uint32_t byte = 0; byte_fallback && byte < 256; ++byte) {
    const auto id = token_to_id(byte_token(static_cast<std::uint8_t>(byte)));
    byte_ids_.push_back(id.value_or(kNoId));
  }
}

void Unigram::tokenize(std::string_view piece, std::vector<Token>& out) const {
  if (piece.empty()) return;
  WordCache cache = WordCache::of_thread(cache_owner_);
  if (cache.append(piece, out)) return;
  const std::size_t first = out.size();
  tokenize_uncached(piece, out);
  cache.store(piece, std::span(out).subspan(first));
}

void Unigram::tokenize_uncached(std::string_view piece, std::vector<Token>& out) const {
  thread_local std::vector<Node> nodes;
  find_best_paths(piece, nodes);
  // Walk back, reusing nodes[i] of the path for the parts' bounds; unknown neighbours fuse.
  auto end = static_cast<std::uint32_t>(piece.size());
  std::size_t parts = nodes.size();
  while (end > 0) {
    std::uint32_t begin = nodes[end].begin;
    if (unk_id_ && nodes[end].id == *unk_id_) {
      while (begin > 0 && nodes[begin].id == *unk_id_) begin = nodes[begin].begin;
    }
    nodes.push_back({0.0, begin, end});
    end = begin;
  }
  for (std::size_t i = nodes.size(); i > parts; --i) {
    const std::uint32_t begin = nodes[i - 1].begin;
    const std::uint32_t part_end = nodes[i - 1].id;
    const std::uint32_t id = nodes[part_end].id;
    if (unk_id_ && id == *unk_id_) {
      emit_unknown(piece, begin, part_end, out);
    } else {
      out.push_back({id, begin, part_end, false});
    }
  }
  constexpr std::size_t kKeep = std::size_t{1} << 17;
  if (nodes.capacity() > kKeep) nodes = {};
}

void Unigram::find_best_paths(std::string_view piece, std::vector<Node>& nodes) const {
  nodes.assign(piece.size() + 1, Node{});
  for (std::size_t begin = 0; begin < piece.size();
       begin += utf8::length_from_lead(static_cast<std::uint8_t>(piece[begin]))) {
    extend(piece, begin, nodes);
  }
}

// Tries every piece that starts at `begin`, shortest first, and the unknown character when no piece
// is exactly that character.
void Unigram::extend(std::string_view piece, std::size_t begin, std::vector<Node>& nodes) const {
  const double so_far = nodes[begin].score;
  const std::size_t after_char =
      begin + utf8::length_from_lead(static_cast<std::uint8_t>(piece[begin]));
  const auto offer = [&](std::size_t end, double score, std::uint32_t id) {
    nodes[end] = {score, static_cast<std::uint32_t>(begin), id};
  };
  const auto improves = [&](std::size_t end, double score) {
    return nodes[end].begin == kUnreached || score > nodes[end].score;
  };
  bool has_char = false;
  std::uint32_t node = ByteTrie::kRoot;
  for (std::size_t at = begin; at < piece.size(); ++at) {
    node = trie_.child(node, static_cast<std::uint8_t>(piece[at]));
    if (node == ByteTrie::kNoNode) break;
    const std::uint32_t id = trie_.value(node);
    if (id == ByteTrie::kNoValue) continue;
    const double score = scores_[id] + so_far;
    if (improves(at + 1, score)) offer(at + 1, score, id);
    has_char = has_char || at + 1 == after_char;
  }
  if (has_char) return;
  const double score = unk_score_ + so_far;
  if (improves(after_char, score)) offer(after_char, score, required_unk_id());
}

// The part is looked up, as the reference does with all: fused unknown characters may be a piece.
void Unigram::emit_unknown(std::string_view piece, std::uint32_t begin, std::uint32_t end,
                           std::vector<Token>& out) const {
  const std::string_view part = piece.substr(begin, end - begin);
  const std::uint32_t node = trie_.walk(ByteTrie::kRoot, part);
  if (node != ByteTrie::kNoNode && trie_.value(node) != ByteTrie::kNoValue) {
    out.push_back({trie_.value(node), begin, end, false});
    return;
  }
  const bool as_bytes =
      !byte_ids_.empty() && std::all_of(part.begin(), part.end(), [this](char byte) {
        return byte_ids_[static_cast<std::uint8_t>(byte)] != kNoId;
      });
  if (!as_bytes) {
    out.push_back({required_unk_id(), begin, end, true});
    return;
  }
  for (const char byte : part) {
    out.push_back({byte_ids_[static_cast<std::uint8_t>(byte)], begin, end, false});
  }
}

std::uint32_t Unigram::required_unk_id() const {
  if (!unk_id_) throw Error(ErrorCode::invalid_argument, kMissingUnkId);
  return *unk_id_;
}

std::optional<std::uint32_t> Unigram::token_to_id(std::string_view token) const {
  if (token.empty()) return empty_id_;
  const std::uint32_t node = trie_.walk(ByteTrie::kRoot, token);
  if (node == ByteTrie::kNoNode || trie_.value(node) == ByteTrie::kNoValue) return std::nullopt;
  return trie_.value(node);
}

std::optional<std::string_view> Unigram::id_to_token(std::uint32_t id) const {
  if (id >= texts_.size()) return std::nullopt;
  return texts_[id];
}

namespace {

std::vector<Unigram::Piece> pieces_of(const JsonView& vocab) {
  std::vector<Unigram::Piece> pieces;
  for (const simdjson::dom::element item : vocab.as_array()) {
    const simdjson::dom::array pair = JsonView(item, vocab.name()).as_array();
    if (pair.size() != 2) vocab.fail("a list of [token, score]");
    pieces.push_back({JsonView(pair.at(0), vocab.name()).as_string(),
                      JsonView(pair.at(1), vocab.name(), vocab.numbers()).as_double()});
  }
  return pieces;
}

}  // namespace

std::unique_ptr<TokenizerModel> make_unigram(const JsonView& json, ModelLists& lists) {
  const JsonView vocab = json.at("vocab");
  const std::vector<Unigram::Piece> pieces =
      lists.pieces ? *std::exchange(lists.pieces, std::nullopt) : pieces_of(vocab);
  std::optional<std::size_t> unk_id;
  if (const auto unk = json.find("unk_id")) unk_id = unk->as_unsigned();
  bool byte_fallback = false;
  const simdjson::dom::object object = json.as_object();
  if (object["byte_fallback"].error() == simdjson::SUCCESS) {
    byte_fallback = json.at("byte_fallback").as_bool();  // unlike unk_id, null is refused
  }
  return std::make_unique<Unigram>(pieces, unk_id, byte_fallback);
}

}  // namespace penstock::models
