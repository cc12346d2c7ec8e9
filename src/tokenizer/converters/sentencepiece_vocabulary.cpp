// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/sentencepiece_vocabulary.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "tokenizer/tokenizer_class.hpp"

namespace penstock::converters {
namespace {

using Role = Tokenizer::Role;

bool is_digit(char32_t c) {
  const auto ranges = python_digits();
  return std::any_of(ranges.begin(), ranges.end(), [c](const CodePointRange& range) {
    return range.first <= c && c <= range.last;
  });
}

// "3," and the like: the comma after a number is meant to be a piece of its own.
bool ends_in_number_comma(std::string_view piece) {
  if (piece.size() < 2 || piece.back() != ',') return false;
  std::size_t at = piece.size() - 2;
  while (at > 0 && utf8::is_continuation(piece[at])) --at;
  return is_digit(utf8::decode_unchecked(piece.data() + at).code_point);
}

class Builder {
 public:
  Builder(const SentencePieceModel& model, const SlowTokenizer& slow)
      : model_(model), slow_(slow) {}

  void add(std::string_view text, double score) { out_.push_back({std::string(text), score}); }

  void add_pieces_from(std::size_t first) {
    for (std::size_t i = first; i < model_.pieces.size(); ++i) {
      add(model_.pieces[i].text, static_cast<double>(model_.pieces[i].score));
    }
  }

  void add_fairseq() {
    for (const char* token : {"<s>", "<pad>", "</s>", "<unk>"}) add(token, 0.0);
    add_pieces_from(3);
    for (const std::string& token : slow_.tail()) add(token, 0.0);
  }

  void add_camembert() {
    for (const char* token : {"<s>NOTUSED", "<pad>", "</s>NOTUSED", "<unk>"}) add(token, 0.0);
    add("<unk>NOTUSED", -100.0);
    add_pieces_from(1);
    add("<mask>", 0.0);
  }

  void add_pegasus() {
    const SlowArguments& arguments = slow_.arguments();
    add(slow_.required_role(Role::pad), 0.0);
    add(slow_.required_role(Role::eos), 0.0);
    if (arguments.mask_token_sent) add(*arguments.mask_token_sent, 0.0);
    const auto mask = slow_.role(Role::mask);
    if (mask && slow_.id_of(*mask) < arguments.offset) add(*mask, 0.0);
    for (std::int64_t i = 2; i < arguments.offset; ++i) {
      add("<unk_" + std::to_string(i) + ">", -100.0);
    }
    add_pieces_from(2);
  }

  // A model without a piece for the tab gives it the place of the tab's byte.
  void add_gemma() {
    add(slow_.required_role(Role::pad), 0.0);
    add(slow_.required_role(Role::eos), 0.0);
    add(slow_.required_role(Role::bos), 0.0);
    add_pieces_from(3);
    const auto place = [this](std::string_view text) {
      return std::find_if(out_.begin(), out_.end(),
                          [text](const ScoredPiece& piece) { return piece.text == text; });
    };
    if (place("\t") != out_.end()) return;
    if (const auto byte = place("<0x09>"); byte != out_.end()) *byte = {"\t", 0.0};
  }

  void add_t5() {
    add_pieces_from(0);
    for (std::int64_t i = slow_.arguments().extra_ids; i-- > 0;) {
      add("<extra_id_" + std::to_string(i) + ">", 0.0);
    }
  }

  void add_number_comma() {
    add_pieces_from(0);
    for (ScoredPiece& piece : out_) {
      if (ends_in_number_comma(piece.text)) piece.score -= 100;
    }
  }

  [[nodiscard]] std::vector<ScoredPiece> take() { return std::move(out_); }

 private:
  const SentencePieceModel& model_;
  const SlowTokenizer& slow_;
  std::vector<ScoredPiece> out_;
};

}  // namespace

std::vector<ScoredPiece> fast_vocabulary(const SentencePieceModel& model, FastVocabulary kind,
                                         const SlowTokenizer& slow) {
  Builder builder(model, slow);
  switch (kind) {
    case FastVocabulary::pieces:
    case FastVocabulary::barthez: builder.add_pieces_from(0); break;
    case FastVocabulary::number_comma: builder.add_number_comma(); break;
    case FastVocabulary::fairseq:
    case FastVocabulary::fairseq_tail: builder.add_fairseq(); break;
    case FastVocabulary::camembert: builder.add_camembert(); break;
    case FastVocabulary::pegasus: builder.add_pegasus(); break;
    case FastVocabulary::gemma: builder.add_gemma(); break;
    case FastVocabulary::t5: builder.add_t5(); break;
    case FastVocabulary::seamless:
      for (const char* token : {"<pad>", "<unk>", "<s>", "</s>"}) builder.add(token, 0.0);
      builder.add_pieces_from(3);
      break;
    case FastVocabulary::llama:
      for (std::uint32_t id = 0; id < 3; ++id) builder.add(slow.token_of(id), 0.0);
      builder.add_pieces_from(3);
      break;
  }
  return builder.take();
}

std::int64_t fast_unk_id(const SentencePieceModel& model, FastVocabulary kind,
                         const SlowTokenizer& slow) {
  switch (kind) {
    case FastVocabulary::pieces:
    case FastVocabulary::number_comma:
    case FastVocabulary::t5: break;
    case FastVocabulary::barthez:
    case FastVocabulary::fairseq:
    case FastVocabulary::fairseq_tail:
    case FastVocabulary::camembert:
    case FastVocabulary::gemma: return 3;
    case FastVocabulary::seamless: return slow.unk_token_id();
    case FastVocabulary::pegasus: return model.unk_id + slow.arguments().offset;
    case FastVocabulary::llama: return 0;
  }
  return model.unk_id;
}

}  // namespace penstock::converters
