// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class Decoder;
class JsonView;
}  // namespace penstock

namespace penstock::decoders {

// Drops repeats and padding from what a CTC model heard.
[[nodiscard]] std::unique_ptr<Decoder> make_ctc(const JsonView& json);

}  // namespace penstock::decoders
