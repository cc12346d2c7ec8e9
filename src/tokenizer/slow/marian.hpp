// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/slow/slow_arguments.hpp"
#include "tokenizer/slow/slow_class.hpp"

namespace penstock::slow {

// MarianTokenizer: source.spm, target.spm and vocab.json (target_vocab.json with separate_vocabs).
[[nodiscard]] std::unique_ptr<SlowClass> make_marian(SlowArguments& arguments);

}  // namespace penstock::slow
