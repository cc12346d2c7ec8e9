// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <penstock/error.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "tokenizer/json_view.hpp"
#include "tokenizer/models/bpe.hpp"
#include "tokenizer/models/model_lists.hpp"

// tokenizer.json -> Bpe.

namespace penstock::models {
namespace {

// Either all merges are strings or all are pairs. What comes first is to be refused first.
MergeTable read_merges(const JsonView& merges, const Vocabulary& vocabulary,
                       std::size_t prefix_size) {
  const simdjson::dom::array array = merges.as_array();
  MergeList list;
  const bool lines = array.begin() != array.end() && array.at(0).value().is_string();
  for (const simdjson::dom::element merge : array) {
    const JsonView view(merge, merges.name());
    if (lines) {
      const std::string_view line = view.as_string();
      if (list.add_line(line)) continue;
      (void)list.resolve(vocabulary, prefix_size);
      throw Error(ErrorCode::io, "tokenizer.json: the merge '" + std::string(line) +
                                     "' must be two tokens with one space between them");
    }
    std::array<std::string_view, 2> parts;
    std::size_t size = 0;
    for (const simdjson::dom::element part : view.as_array()) {
      if (size < 2) parts[size] = JsonView(part, merges.name()).as_string();
      ++size;
    }
    if (size != 2) merges.fail("a list of pairs of tokens");
    list.add(parts[0], parts[1]);
  }
  return list.resolve(vocabulary, prefix_size);
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

std::unique_ptr<TokenizerModel> make_bpe(const JsonView& json, ModelLists& lists) {
  BpeOptions options = read_options(json);
  Vocabulary vocabulary = Vocabulary::take(json.at("vocab"), lists.vocabulary);
  const JsonView merges = json.at("merges");
  const std::size_t prefix_size = options.continuing_subword_prefix.size();
  MergeTable table = lists.merges ? lists.merges->resolve(vocabulary, prefix_size)
                                  : read_merges(merges, vocabulary, prefix_size);
  return std::make_unique<Bpe>(std::move(vocabulary), std::move(table), std::move(options));
}

}  // namespace penstock::models
