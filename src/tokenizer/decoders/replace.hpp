// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class Decoder;
class JsonView;
}  // namespace penstock

namespace penstock::decoders {

// Replaces a pattern in each token.
[[nodiscard]] std::unique_ptr<Decoder> make_replace(const JsonView& json);

}  // namespace penstock::decoders
