// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer_document.hpp"

#include <simdjson.h>

#include <bit>
#include <cstdint>
#include <future>
#include <optional>
#include <penstock/error.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tokenizer/two_threads.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace penstock {
namespace {

using models::ModelLists;

// Files from which a second thread pays.
constexpr std::size_t kLargeFile = std::size_t{1} << 20;

// The first `"m` from `at` on, or `end`.
const char* find_quoted_m(const char* at, const char* end) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i m = _mm_set1_epi8('m');
  for (; end - at > 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 1));
    const auto bits = static_cast<std::uint32_t>(
        _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(next, m))));
    if (bits != 0) return at + std::countr_zero(bits);
  }
#endif
  for (; end - at > 1; ++at) {
    if (at[0] == '"' && at[1] == 'm') return at;
  }
  return end;
}

// Where the list of merges seems to begin: at the bracket behind the first "merges" that has one.
const char* find_merges(std::string_view text) {
  constexpr std::string_view kKey = R"("merges")";
  const char* const end = text.data() + text.size();
  for (const char* at = find_quoted_m(text.data(), end); at < end;
       at = find_quoted_m(at + 1, end)) {
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    if (!rest.starts_with(kKey)) continue;
    JsonScanner json(rest, kKey.size());
    if (json.skip(':') && json.peek() == '[') return json.place();
  }
  return nullptr;
}

// Reads the lists and remembers what is left of the text without them.
class ListReader {
 public:
  ListReader(std::string_view text, JsonNumbers numbers, ModelLists& lists)
      : text_(text), numbers_(numbers), lists_(lists), json_(text) {}

  // False: the tree must be made of the whole text.
  bool read() {
    start_merges();  // reads bytes, whatever they are
    if (!simdjson::validate_utf8(text_.data(), text_.size())) return false;
    bool has_model = false;
    const bool read = members([&](std::string_view key) {
      if (key != "model") return json_.skip_value();
      if (std::exchange(has_model, true)) return json_.fail();
      return read_model();
    });
    return read && has_type_ && json_.finished();
  }

  [[nodiscard]] std::string rest() const {
    std::string rest;
    const char* from = text_.data();
    for (const auto& [begin, end] : cuts_) {
      rest.append(from, begin + 1).push_back(end[-1]);  // the brackets stay
      from = end;
    }
    return rest.append(from, text_.data() + text_.size());
  }

 private:
  struct MergesAhead {
    models::MergeList list;
    TextArena escapes;
    const char* end;
  };

  // Calls `value(key)` for each member of the object that comes, to read its value.
  template <typename Value>
  bool members(Value value) {
    TextArena escapes;
    std::string_view key;
    if (!json_.take('{')) return false;
    if (json_.skip('}')) return true;
    do {
      if (!json_.string(escapes, key) || !json_.take(':') || !value(key)) return false;
    } while (json_.next_member('}'));
    return !json_.failed();
  }

  bool read_model() {
    if (json_.peek() != '{') return json_.skip_value();
    return members([this](std::string_view key) {
      if (key == "type") has_type_ = true;
      const bool is_vocabulary = key == "vocab";
      const char first = json_.peek();
      if (!is_vocabulary && (key != "merges" || first != '[')) return json_.skip_value();
      const char* const begin = json_.place();
      const bool is_read = is_vocabulary ? read_vocab(first) : read_merges();
      cuts_.emplace_back(begin, json_.place());
      return is_read;
    });
  }

  bool read_vocab(char first) {
    if (lists_.vocabulary || lists_.pieces) return json_.fail();  // given twice
    if (first == '{') {
      const char* const end =
          merges_begin_ > json_.place() ? merges_begin_ : text_.data() + text_.size();
      const auto size = static_cast<std::size_t>(end - json_.place());
      lists_.vocabulary.emplace();
      return models::read_vocabulary(json_, size, *lists_.vocabulary);
    }
    if (first != '[') return json_.fail();
    lists_.pieces.emplace();
    return models::read_pieces(json_, numbers_, lists_.escapes, *lists_.pieces);
  }

  void start_merges() {
    if (text_.size() < kLargeFile) return;
    merges_begin_ = find_merges(text_);
    if (merges_begin_ == nullptr) return;
    const auto from = static_cast<std::size_t>(merges_begin_ - text_.data());
    merges_ahead_ = start_beside([text = text_, from] {
      MergesAhead ahead;
      JsonScanner json(text, from);
      const bool read = models::read_merges(json, ahead.escapes, ahead.list);
      ahead.end = read ? json.place() : nullptr;
      return ahead;
    });
  }

  bool read_merges() {
    if (lists_.merges) return json_.fail();  // given twice
    if (merges_ahead_ && json_.place() == merges_begin_) {
      MergesAhead ahead = merges_ahead_->get();
      if (ahead.end == nullptr) return json_.fail();
      lists_.merges = std::move(ahead.list);
      lists_.merge_escapes = std::move(ahead.escapes);
      json_.go_to(ahead.end);
      return true;
    }
    lists_.merges.emplace();
    return models::read_merges(json_, lists_.merge_escapes, *lists_.merges);
  }

  std::string_view text_;
  JsonNumbers numbers_;
  ModelLists& lists_;
  JsonScanner json_;
  bool has_type_ = false;
  std::vector<std::pair<const char*, const char*>> cuts_;
  const char* merges_begin_ = nullptr;
  std::optional<std::future<MergesAhead>> merges_ahead_;
};

// The tree of what the lists leave over, absent where the whole text must become one.
std::optional<JsonDocument> read_apart(std::string_view text, JsonNumbers numbers,
                                       ModelLists& lists) {
  ListReader reader(text, numbers, lists);
  if (!reader.read()) return std::nullopt;
  try {
    return JsonDocument::parse(reader.rest(), numbers);
  } catch (const Error&) {
    return std::nullopt;  // the message shall be that of the whole text
  }
}

JsonDocument read_document(std::string_view text, JsonNumbers numbers, ModelLists& lists) {
  if (auto document = read_apart(text, numbers, lists)) return *std::move(document);
  lists = {};
  return JsonDocument::parse_padded(text, numbers);
}

}  // namespace

TokenizerDocument::TokenizerDocument(PaddedText text, JsonNumbers numbers)
    : text_(std::move(text)), document_(read_document(text_.view(), numbers, lists_)) {}

}  // namespace penstock
