// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/kernels/kernel.hpp"
#include "tokenizer/kernels/scan_plan.hpp"

namespace penstock::models {
class Unigram;
}

namespace penstock::kernels {

// Metaspace that splits at U+2581, and Unigram. The spaces are replaced only in the pieces that the
// model has to see.
[[nodiscard]] std::unique_ptr<Kernel> make_metaspace_kernel(const ScanPlan& plan,
                                                            const models::Unigram& model);

}  // namespace penstock::kernels
