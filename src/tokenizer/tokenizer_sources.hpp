// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizer/padded_text.hpp"
#include "tokenizer/pretrained_files.hpp"

namespace penstock {

struct TokenizerText {
  PaddedText json;    // a tokenizer.json
  bool is_converted;  // made from the files of a slow tokenizer
};

// The text of a tokenizer.json for a folder: its own file, or what the files of a slow tokenizer
// convert to. Throws Error{not_found} that names everything that was looked for.
[[nodiscard]] TokenizerText find_tokenizer_json(const PretrainedFiles& files);

// The folder's class wants its slow files converted even beside a tokenizer.json: from_slow, or
// arguments that the class honours only in a conversion.
[[nodiscard]] bool wants_conversion(const PretrainedFiles& files);

}  // namespace penstock
