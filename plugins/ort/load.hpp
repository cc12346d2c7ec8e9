// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "ort/runtime.hpp"
#include "sdk/backend.hpp"

namespace penstock::ort {

// Opens the graph, after checks that give better messages than the runtime's own.
// Throws Failure{PENSTOCK_NOT_FOUND, PENSTOCK_IO, PENSTOCK_BACKEND_FAILED} naming the file.
[[nodiscard]] Owned<OrtSession> load(const Runtime& runtime, const sdk::SessionOptions& given,
                                     OrtSessionOptions* options);

// Bytes of a graph and its weights, about; 0 for what load() refuses.
[[nodiscard]] std::uint64_t weight_bytes(const sdk::SessionOptions& given);

}  // namespace penstock::ort
