// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

namespace penstock::ov {

// OpenVINO takes a file for ONNX by its first three fields, and offers what it does not recognise
// to its other frontends, which print on stderr. Throws Failure{PENSTOCK_IO} with `origin` for such
// bytes before they get there. The model is well formed otherwise.
void check_recognised(std::span<const char> model, const std::string& origin);

}  // namespace penstock::ov
