// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/wav2vec2_ctc.hpp"

#include <penstock/error.hpp>
#include <utility>

#include "core/python_str.hpp"
#include "core/utf8.hpp"
#include "tokenizer/slow/slow_tokenizer.hpp"

namespace penstock::slow {
namespace {

// target_lang; absent: the whole file is one vocabulary.
std::optional<std::string> language(const SlowArguments& arguments) {
  if (member_or_null(arguments.files.tokenizer_config, "target_lang").is_null()) return {};
  return arguments.text("target_lang", "");
}

class Wav2Vec2Ctc final : public SlowClass {
 public:
  explicit Wav2Vec2Ctc(SlowArguments& arguments)
      : vocabulary_(SlowVocabulary::read(arguments.path("vocab.json"), language(arguments))),
        unk_(arguments.role(Tokenizer::Role::unk)),
        pad_(arguments.role(Tokenizer::Role::pad)),
        delimiter_(arguments.text_or_none("word_delimiter_token", "|")),
        delimiter_text_(arguments.text("replace_word_delimiter_char", " ")),
        lower_case_(arguments.flag("do_lower_case", false)) {}

  void before_init(SlowTokenizer& tokenizer) const override {
    tokenizer.set_lower_case(lower_case_);
  }
  // Every entry of more than one character becomes an added token, special ones too.
  void after_init(SlowTokenizer& tokenizer) const override {
    for (const std::string& token : vocabulary_.tokens) {
      if (utf8::count(token) < 2) continue;
      AddedToken added;
      added.content = token;
      added.lstrip = true;
      added.rstrip = true;
      added.normalized = false;
      tokenizer.add_tokens({added});
    }
  }

  std::string prepare(std::string_view text, bool is_split_word) const override {
    std::string prepared(is_split_word ? 1 : 0, ' ');
    return prepared.append(text);
  }
  void tokenize(std::string_view text, Tokens& tokens) const override {
    if (!delimiter_) {
      throw Error(ErrorCode::invalid_argument,
                  "Wav2Vec2CTCTokenizer needs a 'word_delimiter_token' to tokenize text; it is "
                  "null in tokenizer_config.json");
    }
    const std::string cased = lower_case_ ? python::upper(text) : std::string(text);
    for (std::string& c : python::characters(python::replace_all(cased, " ", *delimiter_))) {
      tokens.push_back(std::move(c));
    }
  }
  std::optional<std::uint32_t> token_to_id(std::string_view token) const override {
    const auto id = vocabulary_.find(token);
    return id || !unk_ ? id : vocabulary_.find(*unk_);
  }
  std::string id_to_token(std::uint32_t id) const override { return vocabulary_.token(id, unk_); }
  std::optional<std::uint32_t> find(std::string_view token) const override {
    return vocabulary_.find(token);
  }
  std::size_t vocab_size() const override { return vocabulary_.by_id.size(); }
  std::size_t entry_count() const override { return vocabulary_.tokens.size(); }

  bool decodes_at_once() const override { return true; }
  // Of equal neighbours one stays; the padding token is the blank between equal ones that count.
  std::string to_string(const Tokens& tokens, const KnownTokens& /*known*/) const override {
    std::string out;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (i > 0 && tokens[i] == tokens[i - 1]) continue;
      if (tokens[i] == pad_) continue;
      out += tokens[i] == delimiter_ ? delimiter_text_ : tokens[i];
    }
    const std::string_view text = python::strip(out);
    return lower_case_ ? python::lower(text) : std::string(text);
  }

 private:
  SlowVocabulary vocabulary_;
  std::optional<std::string> unk_;
  std::optional<std::string> pad_;
  std::optional<std::string> delimiter_;
  std::string delimiter_text_;
  bool lower_case_;
};

}  // namespace

std::unique_ptr<SlowClass> make_wav2vec2_ctc(SlowArguments& arguments) {
  return std::make_unique<Wav2Vec2Ctc>(arguments);
}

}  // namespace penstock::slow
