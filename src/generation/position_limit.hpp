// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <penstock/error.hpp>

#include "models/model_config.hpp"

// How many tokens a decoder was made to read. Runtimes treat a longer text differently: ONNX
// Runtime refuses an index behind the position table, OpenVINO reads zeros there, and models that
// compute their positions (rotary, ALiBi) answer anyway. So nothing is refused up front; what a
// runtime refuses is told in terms of lengths. (EncoderModel does the same for what an encoder
// reads.)

namespace penstock {

struct PositionLimit {
  explicit PositionLimit(const ModelConfig& config);

  // Of a prompt and what is generated behind it; none: unknown or unbounded.
  std::optional<std::size_t> tokens;

  // What to throw for `error` of a run over `length` tokens: a text too long where that explains
  // it, else `error` itself. `prompt`: of `length`, the tokens that were given.
  [[nodiscard]] Error explain(const Error& error, std::size_t length, std::size_t prompt) const;
};

}  // namespace penstock
