// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace penstock::ov {

// The text of a decoder's IR with the input sdk::kLogitsStart, and in front of the matrix product
// that makes the logits a slice of the positions from there on (sdk/onnx_logits_start.hpp does the
// same to ONNX). None when the graph is not of the kind that this is known to be right for.
[[nodiscard]] std::optional<std::string> add_logits_start(std::string_view xml);

}  // namespace penstock::ov
