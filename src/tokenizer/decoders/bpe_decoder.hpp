// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class Decoder;
class JsonView;
}  // namespace penstock

namespace penstock::decoders {

// Puts a space for the end-of-word suffix, nothing for that of the last token.
[[nodiscard]] std::unique_ptr<Decoder> make_bpe_decoder(const JsonView& json);

}  // namespace penstock::decoders
