// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <penstock/tokenizer.hpp>

#include "tokenizer/batch_tensors.hpp"
#include "tokenizer/encoding_conversion.hpp"
#include "tokenizer/engine.hpp"

// From the thread's token buffers straight into what the caller gets, without an EngineEncoding in
// between wherever the engine has a frame and no overflowing window is asked for. Equal to
// Engine::encode and what follows it.

namespace penstock {

struct EncodeRequest {
  EngineSequence sequence;
  std::optional<EngineSequence> pair;
  bool add_special_tokens = true;
  bool overflow = false;  // windows beyond the first are wanted
  const std::optional<TruncationParams>& truncation;
  const std::optional<PaddingParams>& padding;
};

[[nodiscard]] Encoding encode_directly(const std::shared_ptr<const Engine>& engine,
                                       const EncodeRequest& request, EncodingDetail detail);

// Adds the rows of one input of a batch; request.padding is not looked at.
void encode_into_rows(const Engine& engine, const EncodeRequest& request, std::uint32_t sample,
                      BatchRows& rows);

}  // namespace penstock
