// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/slow/slow_arguments.hpp"
#include "tokenizer/slow/slow_class.hpp"

namespace penstock::slow {

// ByT5Tokenizer: no files; a token for each byte.
[[nodiscard]] std::unique_ptr<SlowClass> make_byt5(SlowArguments& arguments);

}  // namespace penstock::slow
