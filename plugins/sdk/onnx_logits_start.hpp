// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "sdk/option_value.hpp"

// A decoder's graph computes logits for every token of a prompt, of which generation reads the
// last. With one more input, kLogitsStart, a slice in front of the matrix product leaves out those
// before.

namespace penstock::sdk {

// How a model's bytes change, which may be a large mapped file: a few of them in place, and some
// behind the end. (Fields of one message may stand apart in protobuf: they are put together.)
struct OnnxLogitsStart {
  std::size_t offset = 0;
  std::string in_place;
  std::string appended;
};

// None when the graph is not of the kind that this is known to be right for: "logits" of rank 3, a
// MatMul with a matrix of weights, and behind it nothing but operations on each number by itself.
// `model` is well formed (find_external_files).
[[nodiscard]] std::optional<OnnxLogitsStart> add_logits_start(std::span<const char> model);

}  // namespace penstock::sdk
