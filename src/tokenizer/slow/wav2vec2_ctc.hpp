// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tokenizer/slow/slow_arguments.hpp"
#include "tokenizer/slow/slow_class.hpp"

namespace penstock::slow {

// Wav2Vec2CTCTokenizer: vocab.json (of target_lang, where it has several); repeated tokens are one
// at decode.
[[nodiscard]] std::unique_ptr<SlowClass> make_wav2vec2_ctc(SlowArguments& arguments);

}  // namespace penstock::slow
