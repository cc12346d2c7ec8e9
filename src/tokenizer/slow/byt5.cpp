// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/byt5.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <unordered_set>
#include <utility>

#include "core/utf8.hpp"
#include "tokenizer/slow/slow_tokenizer.hpp"

namespace penstock::slow {
namespace {

constexpr std::uint32_t kOffset = 3;  // pad, eos and unk come before the bytes
constexpr std::uint32_t kByteCount = 256;

class ByT5 final : public SlowClass {
 public:
  explicit ByT5(const SlowArguments& arguments) {
    constexpr Tokenizer::Role kRoles[] = {Tokenizer::Role::pad, Tokenizer::Role::eos,
                                          Tokenizer::Role::unk};
    for (std::size_t i = 0; i < first_.size(); ++i) {
      const auto& token = arguments.tokens.roles.at(static_cast<std::size_t>(kRoles[i]));
      if (token) first_[i] = token->to_added_token(token->special);
    }
  }

  void before_init(SlowTokenizer& tokenizer) const override {
    for (std::uint32_t id = 0; id < first_.size(); ++id) {
      if (!first_[id].content.empty()) tokenizer.set_added(id, first_[id]);
    }
  }

  void tokenize(std::string_view text, Tokens& tokens) const override {
    for (const char byte : text) {
      tokens.emplace_back();
      utf8::append(tokens.back(), static_cast<std::uint8_t>(byte));
    }
  }
  std::optional<std::uint32_t> token_to_id(std::string_view token) const override {
    if (token.empty() || utf8::count(token) != 1) return std::nullopt;
    return static_cast<std::uint32_t>(utf8::decode_unchecked(token.data()).code_point) + kOffset;
  }
  std::string id_to_token(std::uint32_t id) const override {
    const std::uint32_t c = id - kOffset;  // below: wraps
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
      throw Error(ErrorCode::invalid_argument, "id " + std::to_string(id) +
                                                   " stands for no byte and no token of "
                                                   "ByT5Tokenizer");
    }
    std::string token;
    utf8::append(token, c);
    return token;
  }
  std::optional<std::uint32_t> find(std::string_view token) const override {
    const auto id = token_to_id(token);
    return id && *id < kOffset + kByteCount ? id : std::nullopt;
  }
  std::size_t vocab_size() const override { return kByteCount; }

  Ids build_inputs(const Ids& ids, const Ids* pair) const override {
    Ids all = with_eos(ids);
    if (pair == nullptr) return all;
    return concatenate({all, with_eos(*pair)});
  }
  Ids type_ids(const Ids& ids, const Ids* pair) const override {
    return Ids(build_inputs(ids, pair).size(), 0);
  }
  std::vector<std::uint8_t> special_tokens_mask(const Ids& ids, const Ids* pair,
                                                const KnownTokens& /*known*/) const override {
    std::vector<std::uint8_t> mask(ids.size(), 0);
    mask.push_back(1);
    if (pair != nullptr) {
      mask.resize(mask.size() + pair->size(), 0);
      mask.push_back(1);
    }
    return mask;
  }

  std::string to_string(const Tokens& tokens, const KnownTokens& known) const override {
    std::string bytes;
    for (const std::string& token : tokens) {
      bytes += known.is_added(token) ? token : std::string(1, byte_of(token));
    }
    // decode("utf-8", errors="ignore")
    std::string text;
    for (std::string_view rest = bytes; !rest.empty();) {
      const std::size_t valid = utf8::valid_prefix(rest);
      text += rest.substr(0, valid);
      rest.remove_prefix(std::min(valid + 1, rest.size()));
    }
    return text;
  }

 private:
  // A text that ends with the token already gets no second one.
  [[nodiscard]] Ids with_eos(Ids ids) const {
    const std::uint32_t eos = required(roles.eos, "eos_token");
    if (ids.empty() || ids.back() != eos) ids.push_back(eos);
    return ids;
  }

  static char byte_of(const std::string& token) {
    const auto c =
        token.empty() || utf8::count(token) != 1
            ? kByteCount
            : static_cast<std::uint32_t>(utf8::decode_unchecked(token.data()).code_point);
    if (c < kByteCount) return static_cast<char>(c);
    throw Error(ErrorCode::invalid_argument,
                "'" + token + "' stands for no byte and no token of ByT5Tokenizer");
  }

  std::array<AddedToken, kOffset> first_;
};

// __init__: given as strings, the first three strip the spaces around them.
void complete_roles(SpecialTokens& tokens) {
  for (const auto role : {Tokenizer::Role::pad, Tokenizer::Role::eos, Tokenizer::Role::unk}) {
    auto& token = tokens.roles.at(static_cast<std::size_t>(role));
    if (!token || token->is_added_token) continue;
    token->is_added_token = true;
    token->lstrip = true;
    token->rstrip = true;
  }
}

void complete_extra_ids(SlowArguments& arguments) {
  constexpr std::int64_t kDefaultExtraIds = 125;
  constexpr std::int64_t kMostExtraIds = 100000;
  const auto count = std::min(arguments.number("extra_ids", kDefaultExtraIds), kMostExtraIds);
  const bool given = arguments.gives_additional_tokens();
  std::vector<SpecialToken>& tokens = arguments.tokens.additional;
  if (count <= 0 || (given && tokens.empty())) return;
  if (!given) {
    for (std::int64_t i = 0; i < count; ++i) {
      tokens.emplace_back();
      tokens.back().content = "<extra_id_" + std::to_string(i) + ">";
    }
    return;
  }
  std::unordered_set<std::string> extra;
  for (const SpecialToken& token : tokens) {
    if (token.content.find("extra_id") != std::string::npos) extra.insert(token.content);
  }
  if (static_cast<std::int64_t>(extra.size()) == count) return;
  throw Error(ErrorCode::io, "Both extra_ids (" + std::to_string(count) +
                                 ") and additional_special_tokens are provided to ByT5Tokenizer. "
                                 "In this case the additional_special_tokens must include the "
                                 "extra_ids tokens");
}

}  // namespace

std::unique_ptr<SlowClass> make_byt5(SlowArguments& arguments) {
  complete_roles(arguments.tokens);
  complete_extra_ids(arguments);
  return std::make_unique<ByT5>(arguments);
}

}  // namespace penstock::slow
