// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/slow/slow_arguments.hpp"
#include "tokenizer/slow/slow_class.hpp"

namespace penstock::slow {

// CanineTokenizer: no files; a token for each code point, which is its id.
[[nodiscard]] std::unique_ptr<SlowClass> make_canine(SlowArguments& arguments);

}  // namespace penstock::slow
