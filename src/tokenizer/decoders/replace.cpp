// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/replace.hpp"

#include <utility>

#include "tokenizer/decoder.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/pattern.hpp"

namespace penstock::decoders {
namespace {

class Replace final : public Decoder {
 public:
  Replace(Regex pattern, std::string content)
      : pattern_(std::move(pattern)), content_(std::move(content)) {}

  // An empty token stays empty even where the pattern would match.
  void decode_chain(std::vector<std::string>& tokens) const override {
    std::vector<Span> matches;
    std::string out;
    for (std::string& token : tokens) {
      if (token.empty()) continue;
      pattern_.find_all(token, matches);
      if (matches.empty()) continue;
      out.clear();
      std::size_t at = 0;
      for (const Span& match : matches) {
        out.append(token, at, match.begin - at).append(content_);
        at = match.end;
      }
      out.append(token, at);
      token.swap(out);
    }
  }

 private:
  Regex pattern_;
  std::string content_;
};

}  // namespace

std::unique_ptr<Decoder> make_replace(const JsonView& json) {
  Regex pattern = make_pattern(json.at("pattern"));
  return std::make_unique<Replace>(std::move(pattern), std::string(json.at("content").as_string()));
}

}  // namespace penstock::decoders
