// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/post_processors/bert_processing.hpp"

#include <utility>
#include <vector>

#include "tokenizer/json_view.hpp"
#include "tokenizer/post_processor.hpp"
#include "tokenizer/post_processors/special_token.hpp"

namespace penstock::post_processors {
namespace {

class BertProcessing final : public PostProcessor {
 public:
  BertProcessing(SpecialToken sep, SpecialToken cls) : sep_(std::move(sep)), cls_(std::move(cls)) {}

  [[nodiscard]] std::size_t added_tokens(bool is_pair) const override { return is_pair ? 3 : 2; }

  void process_encodings(std::vector<EngineEncoding>& encodings,
                         bool add_special_tokens) const override {
    if (!add_special_tokens) return;
    for (std::size_t i = 0; i < encodings.size(); ++i) {
      EngineEncoding all = wrap(encodings[i], i == 0);
      for (const EngineEncoding& window : encodings[i].overflowing) {
        all.overflowing.push_back(wrap(window, i == 0));
      }
      encodings[i] = std::move(all);
    }
  }

  [[nodiscard]] std::optional<EncodingFrame> frame(bool is_pair,
                                                   bool add_special_tokens) const override {
    if (!add_special_tokens) return bare_frame(is_pair);
    EncodingFrame frame;
    frame.parts = {cls_.part(0), {0, 0, 0, {}}, sep_.part(0)};
    if (is_pair) frame.parts.insert(frame.parts.end(), {{1, 1, 0, {}}, sep_.part(1)});
    return frame;
  }

 private:
  [[nodiscard]] EngineEncoding wrap(const EngineEncoding& sequence, bool first) const {
    return surround(sequence, first ? 0 : 1, first ? &cls_ : nullptr, sep_, first ? 0 : 1,
                    TypeIds::keep);
  }

  SpecialToken sep_;
  SpecialToken cls_;
};

}  // namespace

std::unique_ptr<PostProcessor> make_bert_processing(const JsonView& json) {
  return std::make_unique<BertProcessing>(SpecialToken::from_json(json.at("sep")),
                                          SpecialToken::from_json(json.at("cls")));
}

}  // namespace penstock::post_processors
