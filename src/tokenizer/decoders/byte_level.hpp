// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class Decoder;
class JsonView;
}  // namespace penstock

namespace penstock::decoders {

// Turns GPT-2's stand-in characters back into bytes and those into text.
[[nodiscard]] std::unique_ptr<Decoder> make_byte_level(const JsonView& json);

}  // namespace penstock::decoders
