// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/slow/slow_arguments.hpp"
#include "tokenizer/slow/slow_class.hpp"

namespace penstock::slow {

// EsmTokenizer: vocab.txt; texts are cut at every token of it.
[[nodiscard]] std::unique_ptr<SlowClass> make_esm(SlowArguments& arguments);

}  // namespace penstock::slow
