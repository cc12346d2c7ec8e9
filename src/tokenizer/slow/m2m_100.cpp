// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/m2m_100.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <span>
#include <unordered_set>
#include <utility>

#include "core/python_str.hpp"
#include "tokenizer/language_table.hpp"
#include "tokenizer/slow/sentencepiece_processor.hpp"

namespace penstock::slow {
namespace {

std::string language_token(std::string_view code) { return "__" + std::string(code) + "__"; }

std::span<const std::string_view> languages_of(const SlowArguments& arguments) {
  const std::string codes = arguments.text("language_codes", "m2m100");
  if (codes == "m2m100") return m2m100_languages();
  if (codes == "wmt21") return wmt21_languages();
  throw Error(ErrorCode::io, "tokenizer_config.json: 'language_codes' is '" + codes +
                                 "'; M2M100Tokenizer knows m2m100 and wmt21");
}

class M2M100 final : public SlowClass {
 public:
  explicit M2M100(SlowArguments& arguments)
      : encoder_(
            std::make_shared<SlowVocabulary>(SlowVocabulary::read(arguments.path("vocab.json")))),
        pieces_(SentencePieceProcessor::load(arguments.path("sentencepiece.bpe.model"))),
        languages_(languages_of(arguments)),
        unk_(arguments.role(Tokenizer::Role::unk)) {
    const std::string source = arguments.text_or_none("src_lang", "en").value_or("en");
    const auto id = language_id(source);
    if (!id) {
      throw Error(ErrorCode::io, "tokenizer_config.json: 'src_lang' is '" + source +
                                     "', which is no language of M2M100Tokenizer");
    }
    source_language_ = *id;
  }

  void tokenize(std::string_view text, Tokens& tokens) const override {
    for (std::string& piece : pieces_->encode(text)) tokens.push_back(std::move(piece));
  }
  std::optional<std::uint32_t> token_to_id(std::string_view token) const override {
    if (const auto id = id_of_language_token(token)) return id;
    const auto id = encoder_->find(token);
    return id || !unk_ ? id : encoder_->find(*unk_);
  }
  std::string id_to_token(std::uint32_t id) const override {
    const std::size_t first = vocab_size();
    if (id >= first && id - first < languages_.size())
      return language_token(languages_[id - first]);
    return encoder_->token(id, unk_);
  }
  // Only ids below the size of the vocabulary count, whatever it numbers.
  std::optional<std::uint32_t> find(std::string_view token) const override {
    const auto id = encoder_->find(token);
    if (id && *id < vocab_size() && encoder_->token(*id, unk_) == token) return id;
    return std::nullopt;
  }
  std::size_t vocab_size() const override { return encoder_->tokens.size(); }
  std::size_t entry_count() const override {
    std::unordered_set<std::string> entries;
    for (std::uint32_t id = 0; id < vocab_size(); ++id) entries.insert(encoder_->token(id, unk_));
    return entries.size();
  }

  Ids build_inputs(const Ids& ids, const Ids* pair) const override {
    const std::uint32_t eos = required(roles.eos, "eos_token");
    const std::span<const std::uint32_t> second =
        pair == nullptr ? std::span<const std::uint32_t>() : *pair;
    return concatenate({{&source_language_, 1}, ids, second, {&eos, 1}});
  }
  std::vector<std::uint8_t> special_tokens_mask(const Ids& ids, const Ids* pair,
                                                const KnownTokens& /*known*/) const override {
    std::vector<std::uint8_t> mask(build_inputs(ids, pair).size(), 0);
    mask.front() = 1;
    mask.back() = 1;
    return mask;
  }

  std::string to_string(const Tokens& tokens, const KnownTokens& known) const override {
    std::string out;
    Tokens run;
    for (const std::string& token : tokens) {
      if (!known.is_special(token)) {
        run.push_back(token);
        continue;
      }
      out += pieces_->decode(run) + token;
      run.clear();
    }
    out += pieces_->decode(run);
    return std::string(python::strip(out));
  }

  std::shared_ptr<SlowClass> with_source_language(std::string_view language) const override {
    const auto id = language_id(language);
    if (!id) return nullptr;
    auto copy = std::make_shared<M2M100>(*this);
    copy->source_language_ = *id;
    return copy;
  }
  // get_lang_id.
  std::optional<std::uint32_t> language_id(std::string_view language) const override {
    return id_of_language_token(language_token(language));
  }

 private:
  // Languages are numbered behind the vocabulary.
  [[nodiscard]] std::optional<std::uint32_t> id_of_language_token(std::string_view token) const {
    if (!token.starts_with("__")) return std::nullopt;
    const auto found =
        std::find_if(languages_.begin(), languages_.end(),
                     [token](std::string_view code) { return language_token(code) == token; });
    if (found == languages_.end()) return std::nullopt;
    return static_cast<std::uint32_t>(vocab_size() +
                                      static_cast<std::size_t>(found - languages_.begin()));
  }

  // Shared by the copies for other languages.
  std::shared_ptr<const SlowVocabulary> encoder_;
  std::shared_ptr<const SentencePieceProcessor> pieces_;
  std::span<const std::string_view> languages_;
  std::optional<std::string> unk_;
  std::uint32_t source_language_ = 0;
};

}  // namespace

std::unique_ptr<SlowClass> make_m2m_100(SlowArguments& arguments) {
  return std::make_unique<M2M100>(arguments);
}

}  // namespace penstock::slow
