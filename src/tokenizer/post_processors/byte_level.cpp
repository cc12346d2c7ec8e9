// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/post_processors/byte_level.hpp"

#include <vector>

#include "tokenizer/json_view.hpp"
#include "tokenizer/post_processor.hpp"
#include "tokenizer/post_processors/trim_offsets.hpp"

namespace penstock::post_processors {
namespace {

class ByteLevel final : public PostProcessor {
 public:
  ByteLevel(bool add_prefix_space, bool trim)
      : add_prefix_space_(add_prefix_space), trim_offsets_(trim) {}

  [[nodiscard]] std::size_t added_tokens(bool /*is_pair*/) const override { return 0; }

  // Numbers the encodings anew, even when an earlier processor has made more than two of them.
  void process_encodings(std::vector<EngineEncoding>& encodings,
                         bool /*add_special_tokens*/) const override {
    for (std::size_t i = 0; i < encodings.size(); ++i) {
      if (trim_offsets_) trim_offsets(encodings[i], add_prefix_space_);
      encodings[i].set_sequence_id(i);
    }
  }

  [[nodiscard]] std::optional<EncodingFrame> frame(bool is_pair,
                                                   bool /*add_special_tokens*/) const override {
    EncodingFrame frame = bare_frame(is_pair);
    frame.trim_offsets = trim_offsets_;
    frame.add_prefix_space = add_prefix_space_;
    return frame;
  }

 private:
  bool add_prefix_space_;
  bool trim_offsets_;
};

}  // namespace

std::unique_ptr<PostProcessor> make_byte_level(const JsonView& json) {
  const bool add_prefix_space = json.at("add_prefix_space").as_bool();
  const bool trim = json.at("trim_offsets").as_bool();
  if (json.as_object()["use_regex"].error() == simdjson::SUCCESS) {
    (void)json.at("use_regex").as_bool();
  }
  return std::make_unique<ByteLevel>(add_prefix_space, trim);
}

}  // namespace penstock::post_processors
