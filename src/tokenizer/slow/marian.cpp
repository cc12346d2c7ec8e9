// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/marian.hpp"

#include <penstock/error.hpp>
#include <utility>

#include "core/python_str.hpp"
#include "tokenizer/slow/sentencepiece_processor.hpp"

namespace penstock::slow {
namespace {

constexpr std::string_view kSpaceSymbol = "\xE2\x96\x81";

class Marian final : public SlowClass {
 public:
  Marian(SlowArguments& arguments, std::string unk)
      : encoder_(SlowVocabulary::read(arguments.path("vocab.json"))),
        source_(SentencePieceProcessor::load(arguments.path("source.spm"))),
        target_(SentencePieceProcessor::load(arguments.path("target.spm"))),
        unk_(std::move(unk)) {
    if (arguments.flag("separate_vocabs", false)) {
      decoder_ = SlowVocabulary::read(arguments.path("target_vocab.json"));
    }
  }

  void tokenize(std::string_view text, Tokens& tokens) const override {
    // A language code like ">>fra<<" at the beginning is one token.
    const std::size_t end = text.starts_with(">>") ? text.find("<<") : std::string_view::npos;
    if (end != std::string_view::npos) {
      tokens.emplace_back(text.substr(0, end + 2));
      text.remove_prefix(end + 2);
    }
    for (std::string& piece : source_->encode(text)) tokens.push_back(std::move(piece));
  }
  std::optional<std::uint32_t> token_to_id(std::string_view token) const override {
    const auto id = encoder_.find(token);
    return id ? id : encoder_.find(unk_);
  }
  std::string id_to_token(std::uint32_t id) const override {
    return (decoder_ ? *decoder_ : encoder_).token(id, unk_);
  }
  std::optional<std::uint32_t> find(std::string_view token) const override {
    return encoder_.find(token);
  }
  std::size_t vocab_size() const override { return encoder_.tokens.size(); }

  Ids build_inputs(const Ids& ids, const Ids* pair) const override {
    const std::uint32_t eos = required(roles.eos, "eos_token");
    Ids all = SlowClass::build_inputs(ids, pair);
    all.push_back(eos);
    return all;
  }
  std::vector<std::uint8_t> special_tokens_mask(const Ids& ids, const Ids* pair,
                                                const KnownTokens& known) const override {
    const auto unk = encoder_.find(unk_);
    std::vector<std::uint8_t> mask;
    for (const std::uint32_t id : SlowClass::build_inputs(ids, pair)) {
      mask.push_back(known.is_special_id(id) && id != unk ? 1 : 0);
    }
    mask.push_back(1);
    return mask;
  }
  std::size_t special_token_count(bool /*is_pair*/) const override { return 1; }

  std::string to_string(const Tokens& tokens, const KnownTokens& known) const override {
    std::string out;
    Tokens run;
    for (const std::string& token : tokens) {
      if (!known.is_special(token)) {
        run.push_back(token);
        continue;
      }
      out += target_->decode(run) + token + ' ';
      run.clear();
    }
    out += target_->decode(run);
    return std::string(python::strip(python::replace_all(out, kSpaceSymbol, " ")));
  }

 private:
  SlowVocabulary encoder_;
  std::optional<SlowVocabulary> decoder_;  // absent: the same as encoder_
  std::unique_ptr<SentencePieceProcessor> source_;
  std::unique_ptr<SentencePieceProcessor> target_;
  std::string unk_;
};

void check_in_vocabulary(const SlowArguments& arguments, const SlowClass& marian,
                         Tokenizer::Role role, const char* name) {
  const auto token = arguments.role(role);
  if (token && marian.find(*token)) return;
  throw Error(ErrorCode::io, "the " + std::string(name) + " '" + token.value_or("None") +
                                 "' must be in vocab.json of a MarianTokenizer");
}

}  // namespace

std::unique_ptr<SlowClass> make_marian(SlowArguments& arguments) {
  const auto unk = arguments.role(Tokenizer::Role::unk);
  auto marian = std::make_unique<Marian>(arguments, unk.value_or("None"));
  check_in_vocabulary(arguments, *marian, Tokenizer::Role::unk, "unk_token");
  check_in_vocabulary(arguments, *marian, Tokenizer::Role::pad, "pad_token");
  return marian;
}

}  // namespace penstock::slow
