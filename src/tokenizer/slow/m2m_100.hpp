// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/slow/slow_arguments.hpp"
#include "tokenizer/slow/slow_class.hpp"

namespace penstock::slow {

// M2M100Tokenizer: sentencepiece.bpe.model and vocab.json; the language stands before the text.
[[nodiscard]] std::unique_ptr<SlowClass> make_m2m_100(SlowArguments& arguments);

}  // namespace penstock::slow
