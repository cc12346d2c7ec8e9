// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/kernels/kernel.hpp"
#include "tokenizer/kernels/scan_plan.hpp"

namespace penstock::models {
class Bpe;
}

namespace penstock::kernels {

// A pattern that cuts the text, then byte-level BPE: never goes through the byte-level alphabet
// for pieces that it has met before.
[[nodiscard]] std::unique_ptr<Kernel> make_byte_bpe_kernel(const ScanPlan& plan,
                                                           const models::Bpe& model);

}  // namespace penstock::kernels
