// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "tokenizer/encoding_frame.hpp"
#include "tokenizer/engine_encoding.hpp"

namespace penstock {

// Adds special tokens, sets type ids, trims offsets. Immutable, called from many threads.
class PostProcessor {
 public:
  virtual ~PostProcessor() = default;
  // Special tokens that process_encodings adds.
  [[nodiscard]] virtual std::size_t added_tokens(bool is_pair) const = 0;
  // `encodings` are the sequences (one or two); they are replaced by the parts of the answer, which
  // the caller merges. Sequence ranges and type ids are already set as `post_process` says.
  // Token texts that it adds must live as long as the processor.
  virtual void process_encodings(std::vector<EngineEncoding>& encodings,
                                 bool add_special_tokens) const = 0;
  // What process_encodings comes to where that is a frame around encodings without overflow.
  [[nodiscard]] virtual std::optional<EncodingFrame> frame(bool /*is_pair*/,
                                                           bool /*add_special_tokens*/) const {
    return std::nullopt;
  }
};

// The reference's PostProcessor::process: numbers the sequences (also in their overflows), sets
// their type ids (not in the overflows), lets the processor work and merges the parts. Without a
// processor the sequences are merged as they are.
[[nodiscard]] EngineEncoding post_process(const PostProcessor* processor, EngineEncoding encoding,
                                          std::optional<EngineEncoding> pair,
                                          bool add_special_tokens);

}  // namespace penstock
