// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/post_processors/sequence.hpp"

#include <utility>
#include <vector>

#include "tokenizer/components.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/post_processor.hpp"

namespace penstock::post_processors {
namespace {

using Parts = std::vector<std::unique_ptr<PostProcessor>>;

class Sequence final : public PostProcessor {
 public:
  explicit Sequence(Parts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] std::size_t added_tokens(bool is_pair) const override {
    std::size_t count = 0;
    for (const auto& part : parts_) count += part->added_tokens(is_pair);
    return count;
  }

  void process_encodings(std::vector<EngineEncoding>& encodings,
                         bool add_special_tokens) const override {
    for (const auto& part : parts_) part->process_encodings(encodings, add_special_tokens);
  }

  // Byte-level parts first, which only trim offsets, then any other one, as in Llama 3.
  [[nodiscard]] std::optional<EncodingFrame> frame(bool is_pair,
                                                   bool add_special_tokens) const override {
    std::optional<EncodingFrame> all = bare_frame(is_pair);
    for (std::size_t i = 0; i < parts_.size() && all; ++i) {
      auto part = parts_[i]->frame(is_pair, add_special_tokens);
      const bool is_last = i + 1 == parts_.size();
      if (!part || (!is_last && !is_bare(*part)) || (part->trim_offsets && all->trim_offsets)) {
        return std::nullopt;
      }
      if (all->trim_offsets) {
        part->trim_offsets = true;
        part->add_prefix_space = all->add_prefix_space;
      }
      all = std::move(part);
    }
    return all;
  }

 private:
  static bool is_bare(const EncodingFrame& frame) {
    for (std::uint32_t i = 0; i < frame.parts.size(); ++i) {
      if (frame.parts[i].sequence != i || frame.parts[i].type_id != i) return false;
    }
    return true;
  }

  Parts parts_;
};

}  // namespace

std::unique_ptr<PostProcessor> make_sequence(const JsonView& json) {
  Parts parts;
  for (const auto part : json.at("processors").as_array()) {
    parts.push_back(make_post_processor(JsonView(part, "processors")));
  }
  return std::make_unique<Sequence>(std::move(parts));
}

}  // namespace penstock::post_processors
