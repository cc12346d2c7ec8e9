// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/canine.hpp"

#include <penstock/error.hpp>
#include <span>
#include <utility>

#include "core/python_str.hpp"
#include "core/utf8.hpp"
#include "tokenizer/slow/slow_tokenizer.hpp"

namespace penstock::slow {
namespace {

constexpr std::uint32_t kCodePoints = 0x110000;

struct NamedCodePoint {
  std::uint32_t code_point;
  std::string_view name;
};
constexpr NamedCodePoint kNames[] = {{0xE000, "[CLS]"},  {0xE001, "[SEP]"}, {0xE002, "[BOS]"},
                                     {0xE003, "[MASK]"}, {0, "[PAD]"},      {0xE004, "[RESERVED]"}};

class Canine final : public SlowClass {
 public:
  void tokenize(std::string_view text, Tokens& tokens) const override {
    for (std::string& c : python::characters(text)) tokens.push_back(std::move(c));
  }
  std::optional<std::uint32_t> token_to_id(std::string_view token) const override {
    if (const auto id = find(token)) return id;
    throw Error(ErrorCode::invalid_argument, "invalid token: '" + std::string(token) + "'");
  }
  std::string id_to_token(std::uint32_t id) const override {
    for (const NamedCodePoint& named : kNames) {
      if (named.code_point == id) return std::string(named.name);
    }
    if (id >= kCodePoints || (id >= 0xD800 && id < 0xE000)) {
      throw Error(ErrorCode::invalid_argument, "id " + std::to_string(id) +
                                                   " is no character; CanineTokenizer takes "
                                                   "Unicode code points for ids");
    }
    std::string token;
    utf8::append(token, id);
    return token;
  }
  std::optional<std::uint32_t> find(std::string_view token) const override {
    if (token.empty() || utf8::count(token) != 1) return std::nullopt;
    return static_cast<std::uint32_t>(utf8::decode_unchecked(token.data()).code_point);
  }
  std::size_t vocab_size() const override { return kCodePoints; }

  Ids build_inputs(const Ids& ids, const Ids* pair) const override {
    const std::uint32_t cls = required(roles.cls, "cls_token");
    const std::uint32_t sep = required(roles.sep, "sep_token");
    Ids all = concatenate({{&cls, 1}, ids, {&sep, 1}});
    if (pair == nullptr) return all;
    return concatenate({all, *pair, {&sep, 1}});
  }
  std::vector<std::uint8_t> special_tokens_mask(const Ids& ids, const Ids* pair,
                                                const KnownTokens& /*known*/) const override {
    return mask_of_enclosed(ids, pair);
  }

  std::string to_string(const Tokens& tokens, const KnownTokens& /*known*/) const override {
    return python::join(tokens, "");
  }
};

}  // namespace

std::unique_ptr<SlowClass> make_canine(SlowArguments& /*arguments*/) {
  return std::make_unique<Canine>();
}

}  // namespace penstock::slow
