// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/esm.hpp"

#include <penstock/error.hpp>
#include <span>
#include <utility>

#include "core/python_str.hpp"
#include "core/utf8.hpp"
#include "tokenizer/slow/slow_tokenizer.hpp"
#include "tokenizer/text_file.hpp"

namespace penstock::slow {
namespace {

SlowVocabulary read_lines(const std::filesystem::path& path) {
  const std::string text = read_text_file(path);
  if (!utf8::is_valid(text)) throw Error(ErrorCode::io, path.string() + " is not UTF-8");
  SlowVocabulary vocabulary;
  std::uint32_t id = 0;
  for (const std::string_view line : python::split_lines(text)) {
    vocabulary.add(std::string(python::strip(line)), id++);
  }
  return vocabulary;
}

class Esm final : public SlowClass {
 public:
  explicit Esm(SlowArguments& arguments)
      : vocabulary_(read_lines(arguments.path("vocab.txt"))),
        unk_(arguments.role(Tokenizer::Role::unk)) {}

  void after_init(SlowTokenizer& tokenizer) const override {
    for (const std::string& token : vocabulary_.tokens) tokenizer.cut_at(token);
  }

  void tokenize(std::string_view text, Tokens& tokens) const override {
    for (const std::string_view word : python::split(text)) tokens.emplace_back(word);
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

  Ids build_inputs(const Ids& ids, const Ids* pair) const override {
    const std::uint32_t cls = required(roles.cls, "cls_token");
    const std::span<const std::uint32_t> before{&cls, 1};
    if (!roles.eos && pair == nullptr) return concatenate({before, ids});
    if (!roles.eos) {
      throw Error(ErrorCode::invalid_argument,
                  "Cannot tokenize multiple sequences when EOS token is not set!");
    }
    const std::span<const std::uint32_t> after{&*roles.eos, 1};
    if (pair == nullptr) return concatenate({before, ids, after});
    return concatenate({before, ids, after, *pair, after});
  }
  std::vector<std::uint8_t> special_tokens_mask(const Ids& ids, const Ids* pair,
                                                const KnownTokens& /*known*/) const override {
    return mask_of_enclosed(ids, pair);
  }

  std::string to_string(const Tokens& tokens, const KnownTokens& /*known*/) const override {
    return python::join(tokens, " ");
  }

 private:
  SlowVocabulary vocabulary_;
  std::optional<std::string> unk_;
};

}  // namespace

std::unique_ptr<SlowClass> make_esm(SlowArguments& arguments) {
  return std::make_unique<Esm>(arguments);
}

}  // namespace penstock::slow
