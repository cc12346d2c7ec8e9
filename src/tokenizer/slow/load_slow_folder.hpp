// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "tokenizer/pretrained_files.hpp"
#include "tokenizer/tokenizer_state.hpp"

namespace penstock::slow {

// A folder whose class transformers has in Python only and Penstock knows. Absent for other
// classes. Throws Error{not_found} when a file of the class is missing.
[[nodiscard]] std::optional<Tokenizer::State> load_slow_folder(const PretrainedFiles& files);

}  // namespace penstock::slow
