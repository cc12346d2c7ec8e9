// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/model_lists.hpp"

#include <array>
#include <string_view>

#include "tokenizer/huge_pages.hpp"

namespace penstock::models {
namespace {

// Bytes that a merge takes at least in most files. Room that is not used costs nothing.
constexpr std::size_t kLineBytes = 12;
constexpr std::size_t kPairBytes = 16;
constexpr std::size_t kPieceBytes = 16;
// Entries by which the size of a vocabulary is guessed.
constexpr std::size_t kSample = 2048;

// What lies between two kinds of values. Read once, it is passed over at once wherever the same
// bytes come again.
class Gap {
 public:
  // `read` reads it and says whether a value follows.
  template <typename Read>
  bool pass(JsonScanner& json, Read read) {
    if (json.skip_again(bytes_)) return true;
    const char* const from = json.place();
    if (!read()) return false;
    (void)json.peek();  // the space before the value
    bytes_ = json.since(from);
    return true;
  }

 private:
  std::string_view bytes_;
};

// Behind the second value of a pair in a list of pairs: true at the first one of the next pair,
// false behind the list.
bool next_pair(JsonScanner& json) {
  return json.take(']') && json.next_member(']') && json.take('[');
}

// Tokens and ids on their way into a vocabulary.
class VocabularyBatch {
 public:
  explicit VocabularyBatch(Vocabulary& vocabulary) : vocabulary_(vocabulary) {}
  void add(std::string_view token, std::uint32_t id) {
    tokens_[count_] = token;
    ids_[count_] = id;
    if (++count_ == tokens_.size()) flush();
  }
  // Entries to come, those that came included.
  void expect(std::size_t entries) { vocabulary_.reserve(entries, entries * 8); }
  [[nodiscard]] std::size_t added() const noexcept { return flushed_ + count_; }
  void flush() {
    vocabulary_.insert_many({tokens_.data(), count_}, {ids_.data(), count_});
    flushed_ += count_;
    count_ = 0;
  }

 private:
  Vocabulary& vocabulary_;
  std::array<std::string_view, 64> tokens_;
  std::array<std::uint32_t, 64> ids_;
  std::size_t count_ = 0;
  std::size_t flushed_ = 0;
};

}  // namespace

bool read_vocabulary(JsonScanner& json, std::size_t bytes, Vocabulary& vocabulary) {
  TextArena escapes;
  std::string_view token;
  std::uint32_t id = 0;
  Gap colon;
  Gap comma;
  if (!json.take('{')) return false;
  const std::size_t left = json.left();
  VocabularyBatch batch(vocabulary);
  if (!json.skip('}')) {
    do {
      if (!json.string(escapes, token) || !colon.pass(json, [&] { return json.take(':'); }) ||
          !json.number(id)) {
        return false;
      }
      batch.add(token, id);
      if (batch.added() == kSample) batch.expect(bytes / ((left - json.left()) / kSample));
    } while (comma.pass(json, [&] { return json.next_member('}'); }));
  }
  batch.flush();
  vocabulary.finish();
  return !json.failed();
}

bool read_pieces(JsonScanner& json, JsonNumbers numbers, TextArena& escapes,
                 std::vector<Unigram::Piece>& pieces) {
  if (!json.take('[')) return false;
  if (json.skip(']')) return true;
  pieces.reserve(json.left() / kPieceBytes);
  advise_huge_pages(pieces.data(), pieces.capacity() * sizeof(pieces[0]));
  Gap comma;
  Gap between;
  if (!json.take('[')) return false;
  do {
    Unigram::Piece piece{};
    if (!json.string(escapes, piece.text) || !comma.pass(json, [&] { return json.take(','); }) ||
        !json.number(numbers, piece.score)) {
      return false;
    }
    pieces.push_back(piece);
  } while (between.pass(json, [&] { return next_pair(json); }));
  return !json.failed();
}

bool read_merges(JsonScanner& json, TextArena& escapes, MergeList& merges) {
  if (!json.take('[')) return false;
  if (json.skip(']')) return true;
  std::string_view left;
  std::string_view right;
  const bool lines = json.peek() == '"';
  merges.reserve(json.left() / (lines ? kLineBytes : kPairBytes));
  Gap comma;
  Gap between;
  if (lines) {
    do {
      if (!json.string(escapes, left) || !merges.add_line(left)) return json.fail();
    } while (comma.pass(json, [&] { return json.next_member(']'); }));
    return !json.failed();
  }
  if (!json.take('[')) return false;
  do {
    if (!json.string(escapes, left) || !comma.pass(json, [&] { return json.take(','); }) ||
        !json.string(escapes, right)) {
      return false;
    }
    merges.add(left, right);
  } while (between.pass(json, [&] { return next_pair(json); }));
  return !json.failed();
}

}  // namespace penstock::models
