// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/post_processor.hpp"

#include <utility>

namespace penstock {

EngineEncoding post_process(const PostProcessor* processor, EngineEncoding encoding,
                            std::optional<EngineEncoding> pair, bool add_special_tokens) {
  if (processor == nullptr && !pair) return encoding;
  std::vector<EngineEncoding> encodings;
  encodings.reserve(2);
  encodings.push_back(std::move(encoding));
  if (pair) encodings.push_back(std::move(*pair));
  for (std::size_t i = 0; i < encodings.size(); ++i) {
    EngineEncoding& sequence = encodings[i];
    sequence.set_sequence_id(i);
    if (processor == nullptr) continue;
    for (EngineEncoding& window : sequence.overflowing) window.set_sequence_id(i);
    sequence.type_ids.assign(sequence.size(), static_cast<std::uint32_t>(i));
  }
  if (processor != nullptr) processor->process_encodings(encodings, add_special_tokens);
  return EngineEncoding::merge(std::move(encodings));
}

}  // namespace penstock
