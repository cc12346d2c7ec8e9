// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class Decoder;
class JsonView;
}  // namespace penstock

namespace penstock::decoders {

// Joins continuing subwords, puts spaces between words and tidies up English punctuation.
[[nodiscard]] std::unique_ptr<Decoder> make_word_piece(const JsonView& json);

}  // namespace penstock::decoders
