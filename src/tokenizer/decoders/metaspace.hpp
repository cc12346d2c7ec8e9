// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class Decoder;
class JsonView;
}  // namespace penstock

namespace penstock::decoders {

// Turns the replacement character back into spaces.
[[nodiscard]] std::unique_ptr<Decoder> make_metaspace(const JsonView& json);

}  // namespace penstock::decoders
