// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace penstock {

// How a class of translation models writes the language of a text: "language $A eos", or
// "$A eos language".
struct LanguageTemplate {
  std::string eos;
  std::uint32_t eos_id = 0;
  bool language_first = false;
  bool is_marked = false;  // languages are written "__fra__"
};

}  // namespace penstock
