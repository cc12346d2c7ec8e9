// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/model_lists.hpp"

#include <array>
#include <string_view>

namespace penstock::models {
namespace {

// Bytes that a merge takes at least in most files. Room that is not used costs nothing.
constexpr std::size_t kLineBytes = 12;
constexpr std::size_t kPairBytes = 16;

// Tokens and ids on their way into a vocabulary.
class VocabularyBatch {
 public:
  explicit VocabularyBatch(Vocabulary& vocabulary) : vocabulary_(vocabulary) {}
  void add(std::string_view token, std::uint32_t id) {
    tokens_[count_] = token;
    ids_[count_] = id;
    if (++count_ == tokens_.size()) flush();
  }
  void flush() {
    vocabulary_.insert_many({tokens_.data(), count_}, {ids_.data(), count_});
    count_ = 0;
  }

 private:
  Vocabulary& vocabulary_;
  std::array<std::string_view, 64> tokens_;
  std::array<std::uint32_t, 64> ids_;
  std::size_t count_ = 0;
};

}  // namespace

bool read_vocabulary(JsonScanner& json, std::size_t entries, Vocabulary& vocabulary) {
  vocabulary.reserve(entries, entries * 8);
  TextArena escapes;
  std::string_view token;
  std::uint32_t id = 0;
  if (!json.take('{')) return false;
  VocabularyBatch batch(vocabulary);
  if (!json.skip('}')) {
    do {
      if (!json.string(escapes, token) || !json.take(':') || !json.number(id)) return false;
      batch.add(token, id);
    } while (json.next_member('}'));
  }
  batch.flush();
  vocabulary.finish();
  return !json.failed();
}

bool read_pieces(JsonScanner& json, JsonNumbers numbers, TextArena& escapes,
                 std::vector<Unigram::Piece>& pieces) {
  if (!json.take('[')) return false;
  if (json.skip(']')) return true;
  do {
    Unigram::Piece piece{};
    if (!json.take('[') || !json.string(escapes, piece.text) || !json.take(',') ||
        !json.number(numbers, piece.score) || !json.take(']')) {
      return false;
    }
    pieces.push_back(piece);
  } while (json.next_member(']'));
  return !json.failed();
}

bool read_merges(JsonScanner& json, TextArena& escapes, MergeList& merges) {
  if (!json.take('[')) return false;
  if (json.skip(']')) return true;
  std::string_view left;
  std::string_view right;
  const bool lines = json.peek() == '"';
  merges.reserve(json.left() / (lines ? kLineBytes : kPairBytes));
  do {
    if (lines) {
      if (!json.string(escapes, left) || !merges.add_line(left)) return json.fail();
      continue;
    }
    if (!json.take('[') || !json.string(escapes, left) || !json.take(',') ||
        !json.string(escapes, right) || !json.take(']')) {
      return false;
    }
    merges.add(left, right);
  } while (json.next_member(']'));
  return !json.failed();
}

}  // namespace penstock::models
