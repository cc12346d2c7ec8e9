// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <optional>
#include <penstock/error.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/utf8.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/models/bpe.hpp"

// tokenizer.json -> Bpe.

namespace penstock::models {
namespace {

// Collects the merges in their order; the place in the list is the rank. They are looked up by the
// batch: there are hundreds of thousands, and each takes three reads from all over the vocabulary.
class MergeReader {
 public:
  MergeReader(const Vocabulary& vocabulary, std::size_t prefix_size, std::size_t count)
      : vocabulary_(vocabulary), prefix_size_(prefix_size), table_(count) {}

  void add(std::string_view left, std::string_view right) {
    // The reference cuts the prefix off by length alone, and panics inside of a character.
    if (right.size() < prefix_size_ ||
        (right.size() > prefix_size_ && utf8::is_continuation(right[prefix_size_]))) {
      flush();  // what comes first is to be refused first
      throw Error(ErrorCode::io, "tokenizer.json: the merge '" + std::string(left) + " " +
                                     std::string(right) +
                                     "' does not go with continuing_subword_prefix");
    }
    std::string& joined = joined_[count_];
    joined.assign(left).append(right.substr(prefix_size_));
    tokens_[3 * count_] = left;
    tokens_[3 * count_ + 1] = right;
    tokens_[3 * count_ + 2] = joined;
    if (++count_ == kBatch) flush();
  }

  // "a b", with exactly one space; "#version" lines are passed over.
  void add_line(std::string_view line) {
    if (line.starts_with("#version")) return;
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || line.find(' ', space + 1) != std::string_view::npos) {
      flush();
      throw Error(ErrorCode::io, "tokenizer.json: the merge '" + std::string(line) +
                                     "' must be two tokens with one space between them");
    }
    add(line.substr(0, space), line.substr(space + 1));
  }

  [[nodiscard]] MergeTable take() {
    flush();
    return std::move(table_);
  }

 private:
  static constexpr std::size_t kBatch = Vocabulary::kMostAtOnce / 3;

  void flush() {
    std::array<std::uint32_t, 3 * kBatch> ids;
    const std::span<const std::string_view> tokens(tokens_.data(), 3 * count_);
    vocabulary_.find_many(tokens, ids);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (ids[i] == Vocabulary::kNoId) check(tokens[i]);
    }
    for (std::size_t i = 0; i < count_; ++i) table_.prefetch(ids[3 * i], ids[3 * i + 1]);
    for (std::size_t i = 0; i < count_; ++i) {
      table_.insert(ids[3 * i], ids[3 * i + 1], {rank_++, ids[3 * i + 2]});
    }
    count_ = 0;
  }

  // kNoId could be the id of a token, too.
  void check(std::string_view token) const {
    if (vocabulary_.find(token)) return;
    throw Error(ErrorCode::io, "tokenizer.json: Token `" + std::string(token) +
                                   "` out of vocabulary, but a merge needs it");
  }

  const Vocabulary& vocabulary_;
  std::size_t prefix_size_;
  MergeTable table_;
  std::uint32_t rank_ = 0;
  std::array<std::string_view, 3 * kBatch> tokens_;  // left, right and joined of each
  std::array<std::string, kBatch> joined_;
  std::size_t count_ = 0;
};

// Either all merges are strings or all are pairs.
MergeTable read_merges(const JsonView& merges, const Vocabulary& vocabulary,
                       std::size_t prefix_size) {
  const simdjson::dom::array list = merges.as_array();
  std::size_t count = 0;
  for ([[maybe_unused]] const auto merge : list) ++count;
  MergeReader reader(vocabulary, prefix_size, count);
  const bool lines = count != 0 && list.at(0).value().is_string();
  for (const simdjson::dom::element merge : list) {
    const JsonView view(merge, merges.name());
    if (lines) {
      reader.add_line(view.as_string());
      continue;
    }
    std::array<std::string_view, 2> parts;
    std::size_t size = 0;
    for (const simdjson::dom::element part : view.as_array()) {
      if (size < 2) parts[size] = JsonView(part, merges.name()).as_string();
      ++size;
    }
    if (size != 2) merges.fail("a list of pairs of tokens");
    reader.add(parts[0], parts[1]);
  }
  return reader.take();
}

BpeOptions read_options(const JsonView& json) {
  BpeOptions options;
  if (const auto dropout = json.find("dropout")) {
    options.dropout = static_cast<float>(dropout->as_double());
    if (!(options.dropout >= 0.0F && options.dropout <= 1.0F)) dropout->fail("between 0 and 1");
  }
  if (const auto unk = json.find("unk_token")) options.unk_token = unk->as_string();
  options.continuing_subword_prefix = json.string_or("continuing_subword_prefix", "");
  options.end_of_word_suffix = json.string_or("end_of_word_suffix", "");
  options.fuse_unk = json.bool_or("fuse_unk", false);
  options.byte_fallback = json.bool_or("byte_fallback", false);
  options.ignore_merges = json.bool_or("ignore_merges", false);
  return options;
}

}  // namespace

std::unique_ptr<TokenizerModel> make_bpe(const JsonView& json) {
  BpeOptions options = read_options(json);
  Vocabulary vocabulary = Vocabulary::from_json(json.at("vocab"));
  MergeTable merges =
      read_merges(json.at("merges"), vocabulary, options.continuing_subword_prefix.size());
  return std::make_unique<Bpe>(std::move(vocabulary), std::move(merges), std::move(options));
}

}  // namespace penstock::models
