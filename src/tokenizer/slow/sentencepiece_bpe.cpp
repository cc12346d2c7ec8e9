// SPDX-License-Identifier: Apache-2.0
#include <queue>
#include <unordered_map>
#include <utility>

#include "core/utf8.hpp"
#include "tokenizer/slow/sentencepiece_processor.hpp"

namespace penstock::slow {

using converters::PieceType;
using models::ByteTrie;

// Merges neighbours into the piece of the highest score, leftmost first (bpe::Model::SampleEncode).
class SentencePieceProcessor::BpeMerger {
 public:
  explicit BpeMerger(const SentencePieceProcessor& processor) : processor_(processor) {}

  std::vector<Part> run(std::string_view text) {
    split(text);
    for (std::size_t i = 1; i < symbols_.size(); ++i) consider(i - 1, i);
    while (!agenda_.empty()) {
      const Pair pair = agenda_.top();
      agenda_.pop();
      merge(pair);
    }
    std::vector<Part> parts;
    for (std::size_t i = 0; i < symbols_.size(); i = symbols_[i].next) {
      resegment(symbols_[i].text, parts);
    }
    return parts;
  }

 private:
  static constexpr std::size_t kEnd = static_cast<std::size_t>(-1);
  struct Symbol {
    std::string_view text;  // empty: merged into another
    std::size_t previous = kEnd;
    std::size_t next = kEnd;
    bool frozen = false;  // a user-defined piece is never merged
  };
  struct Pair {
    float score = 0;
    std::size_t left = 0;
    std::size_t right = 0;
    std::size_t bytes = 0;
    bool operator<(const Pair& other) const {
      return score < other.score || (score == other.score && left > other.left);
    }
  };

  // The longest user-defined piece at the start of the text, else one character.
  [[nodiscard]] std::size_t first_symbol(std::string_view text, bool& frozen) const {
    std::size_t size = 0;
    std::uint32_t node = ByteTrie::kRoot;
    for (std::size_t i = 0; i < text.size(); ++i) {
      node = processor_.trie_.child(node, static_cast<std::uint8_t>(text[i]));
      if (node == ByteTrie::kNoNode) break;
      const std::uint32_t id = processor_.trie_.value(node);
      const bool found =
          id != ByteTrie::kNoValue && processor_.type_of(id) == PieceType::user_defined;
      if (found) size = i + 1;
    }
    frozen = size > 0;
    return frozen ? size : utf8::length_from_lead(static_cast<std::uint8_t>(text.front()));
  }

  void split(std::string_view text) {
    while (!text.empty()) {
      Symbol symbol;
      const std::size_t size = first_symbol(text, symbol.frozen);
      symbol.text = text.substr(0, size);
      text.remove_prefix(size);
      const std::size_t index = symbols_.size();
      if (index > 0) symbol.previous = index - 1;
      if (!text.empty()) symbol.next = index + 1;
      symbols_.push_back(symbol);
    }
  }

  void consider(std::size_t left, std::size_t right) {
    if (left == kEnd || right == kEnd) return;
    if (symbols_[left].frozen || symbols_[right].frozen) return;
    const std::string_view both(symbols_[left].text.data(),
                                symbols_[left].text.size() + symbols_[right].text.size());
    const std::uint32_t node = processor_.trie_.walk(ByteTrie::kRoot, both);
    if (node == ByteTrie::kNoNode) return;
    const std::uint32_t id = processor_.trie_.value(node);
    if (id == ByteTrie::kNoValue) return;
    agenda_.push({processor_.model_.pieces[id].score, left, right, both.size()});
    if (processor_.type_of(id) == PieceType::unused) {
      halves_[both] = {symbols_[left].text, symbols_[right].text};
    }
  }

  void merge(const Pair& pair) {
    Symbol& left = symbols_[pair.left];
    Symbol& right = symbols_[pair.right];
    const std::size_t bytes = left.text.size() + right.text.size();
    if (left.text.empty() || right.text.empty() || bytes != pair.bytes) return;
    left.text = std::string_view(left.text.data(), bytes);
    left.next = right.next;
    if (right.next != kEnd) symbols_[right.next].previous = pair.left;
    right.text = {};
    consider(left.previous, pair.left);
    consider(pair.left, left.next);
  }

  // A piece of type unused serves to build larger ones only.
  void resegment(std::string_view text, std::vector<Part>& parts) const {
    const std::uint32_t id = processor_.ids_.id_of(text);
    const auto halves = halves_.find(text);
    if (processor_.type_of(id) != PieceType::unused || halves == halves_.end()) {
      parts.push_back({text, id});
      return;
    }
    resegment(halves->second.first, parts);
    resegment(halves->second.second, parts);
  }

  const SentencePieceProcessor& processor_;
  std::vector<Symbol> symbols_;
  std::priority_queue<Pair> agenda_;
  std::unordered_map<std::string_view, std::pair<std::string_view, std::string_view>> halves_;
};

std::vector<SentencePieceProcessor::Part> SentencePieceProcessor::split_bpe(
    std::string_view text) const {
  return BpeMerger(*this).run(text);
}

}  // namespace penstock::slow
