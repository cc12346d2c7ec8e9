// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnxruntime_c_api.h>

namespace penstock::ort {

// The CPU memory of sessions whose weights are mapped: ONNX Runtime copies every matrix into an
// order of its own when it opens one, and a third of that time goes into fresh pages. Large blocks
// come from sdk::HugePages here, small ones from malloc. One for the process, as ONNX Runtime's
// environment is, and never destroyed: tensors may outlive every session.
[[nodiscard]] OrtAllocator* weight_memory(const OrtApi& api);

}  // namespace penstock::ort
