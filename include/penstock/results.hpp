// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

// What tasks return: plain structs, one per kind of answer. Offsets count Unicode code points.

namespace penstock {

// text-classification and every other task that names classes.
struct Label {
  std::string label;
  float score = 0.0F;
};

}  // namespace penstock
