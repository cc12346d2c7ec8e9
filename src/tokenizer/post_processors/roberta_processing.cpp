// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/post_processors/roberta_processing.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "tokenizer/json_view.hpp"
#include "tokenizer/post_processor.hpp"
#include "tokenizer/post_processors/special_token.hpp"
#include "tokenizer/post_processors/trim_offsets.hpp"

namespace penstock::post_processors {
namespace {

struct RobertaOptions {
  SpecialToken sep;
  SpecialToken cls;
  bool trim_offsets = true;
  bool add_prefix_space = true;
};

class RobertaProcessing final : public PostProcessor {
 public:
  explicit RobertaProcessing(RobertaOptions options) : options_(std::move(options)) {}

  [[nodiscard]] std::size_t added_tokens(bool is_pair) const override { return is_pair ? 4 : 2; }

  // Without special tokens the offsets are trimmed and the types cleared all the same; the types
  // of overflows are cleared only with them.
  void process_encodings(std::vector<EngineEncoding>& encodings,
                         bool add_special_tokens) const override {
    for (std::size_t i = 0; i < encodings.size(); ++i) {
      EngineEncoding& sequence = encodings[i];
      if (options_.trim_offsets) trim_offsets(sequence, options_.add_prefix_space);
      std::fill(sequence.type_ids.begin(), sequence.type_ids.end(), 0U);
      if (!add_special_tokens) continue;
      EngineEncoding all = wrap(sequence, i == 0);
      for (const EngineEncoding& window : sequence.overflowing) {
        all.overflowing.push_back(wrap(window, i == 0));
      }
      sequence = std::move(all);
    }
  }

  [[nodiscard]] std::optional<EncodingFrame> frame(bool is_pair,
                                                   bool add_special_tokens) const override {
    EncodingFrame frame;
    for (std::uint32_t i = 0; i < (is_pair ? 2U : 1U); ++i) {
      const SpecialToken& before = i == 0 ? options_.cls : options_.sep;
      if (add_special_tokens) frame.parts.push_back(before.part(0));
      frame.parts.push_back({i, 0, 0, {}});
      if (add_special_tokens) frame.parts.push_back(options_.sep.part(0));
    }
    frame.trim_offsets = options_.trim_offsets;
    frame.add_prefix_space = options_.add_prefix_space;
    return frame;
  }

 private:
  [[nodiscard]] EngineEncoding wrap(const EngineEncoding& sequence, bool first) const {
    return surround(sequence, first ? 0 : 1, first ? &options_.cls : &options_.sep, options_.sep, 0,
                    TypeIds::zero);
  }

  RobertaOptions options_;
};

}  // namespace

std::unique_ptr<PostProcessor> make_roberta_processing(const JsonView& json) {
  RobertaOptions options;
  options.sep = SpecialToken::from_json(json.at("sep"));
  options.cls = SpecialToken::from_json(json.at("cls"));
  options.trim_offsets = json.at("trim_offsets").as_bool();
  options.add_prefix_space = json.at("add_prefix_space").as_bool();
  return std::make_unique<RobertaProcessing>(std::move(options));
}

}  // namespace penstock::post_processors
