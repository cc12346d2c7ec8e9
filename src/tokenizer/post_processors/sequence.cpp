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

 private:
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
