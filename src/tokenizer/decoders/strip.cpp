// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/strip.hpp"

#include <penstock/error.hpp>
#include <utility>

#include "core/utf8.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/json_view.hpp"

namespace penstock::decoders {
namespace {

class Strip final : public Decoder {
 public:
  Strip(std::string content, std::uint64_t start, std::uint64_t stop)
      : content_(std::move(content)), start_(start), stop_(stop) {}

  void decode_chain(std::vector<std::string>& tokens) const override {
    for (std::string& token : tokens) token = strip(token);
  }

 private:
  // The two cuts are found independently of each other; where they cross, or where the search from
  // the end runs out of characters, the reference panics.
  [[nodiscard]] std::string strip(std::string_view token) const {
    std::size_t begin = 0;
    for (std::uint64_t i = 0; i < start_ && token.substr(begin).starts_with(content_); ++i) {
      begin += content_.size();
    }
    std::size_t end = token.size();
    for (std::uint64_t i = 0; i < stop_; ++i) {
      if (end == 0) fail(token);
      if (!token.substr(0, end).ends_with(content_)) break;
      end -= content_.size();
    }
    if (begin > end) fail(token);
    return std::string(token.substr(begin, end - begin));
  }

  [[noreturn]] void fail(std::string_view token) const {
    throw Error(ErrorCode::invalid_argument,
                "the Strip decoder cannot take " + std::to_string(start_) + " and " +
                    std::to_string(stop_) + " characters off the token '" + std::string(token) +
                    "'");
  }

  std::string content_;  // one character
  std::uint64_t start_;
  std::uint64_t stop_;
};

}  // namespace

std::unique_ptr<Decoder> make_strip(const JsonView& json) {
  std::string content;
  utf8::append(content, json.at("content").as_char());
  const std::uint64_t start = json.at("start").as_unsigned();
  return std::make_unique<Strip>(std::move(content), start, json.at("stop").as_unsigned());
}

}  // namespace penstock::decoders
