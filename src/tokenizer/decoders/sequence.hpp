// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class Decoder;
class JsonView;
}  // namespace penstock

namespace penstock::decoders {

// Decoders one after the other.
[[nodiscard]] std::unique_ptr<Decoder> make_sequence(const JsonView& json);

}  // namespace penstock::decoders
