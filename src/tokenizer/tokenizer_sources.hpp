// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tokenizer/pretrained_files.hpp"

namespace penstock {

// The text of a tokenizer.json for a folder: its own file, or what the files of a slow tokenizer
// convert to. Throws Error{not_found} that names everything that was looked for.
[[nodiscard]] std::string find_tokenizer_json(const PretrainedFiles& files);

}  // namespace penstock
