// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ipex/archive_note.hpp"
#include "sdk/ports.hpp"

// Graphs in bfloat16 can go wrong without a word: fusions of IPEX that do not fit a graph give NaN
// or unrelated numbers. So what they give on a sample is looked at while they are loaded.

namespace penstock::ipex {

// The sample for each input; none where the shape of one cannot be guessed.
[[nodiscard]] std::optional<std::vector<at::Tensor>> make_sample(
    const sdk::Ports& inputs, const std::optional<ArchiveNote>& note);

// Whether all numbers are finite, and whether those of two runs point in the same direction.
[[nodiscard]] bool all_finite(std::span<const at::Tensor> tensors);
[[nodiscard]] bool alike(std::span<const at::Tensor> a, std::span<const at::Tensor> b);

// Throws Failure{PENSTOCK_UNSUPPORTED} when the answer to the sample is not finite, or not what the
// note expects.
void check_answer(const sdk::Ports& outputs, std::span<const at::Tensor> answer,
                  const std::optional<ArchiveNote>& note, const std::string& origin);

}  // namespace penstock::ipex
