// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/kernels/kernel.hpp"
#include "tokenizer/kernels/scan_plan.hpp"

namespace penstock::kernels {

// Metaspace that splits at U+2581, and any model that gives the same tokens for the same piece.
// The spaces are replaced only in the pieces that the model has to see.
[[nodiscard]] std::unique_ptr<Kernel> make_metaspace_kernel(const ScanPlan& plan,
                                                            const TokenizerModel& model);

}  // namespace penstock::kernels
