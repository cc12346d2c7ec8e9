// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class Decoder;
class JsonView;
}  // namespace penstock

namespace penstock::decoders {

// Turns runs of <0xE6>-like tokens into the text that they spell.
[[nodiscard]] std::unique_ptr<Decoder> make_byte_fallback(const JsonView& json);

}  // namespace penstock::decoders
