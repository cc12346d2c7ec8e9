// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class Decoder;
class JsonView;
}  // namespace penstock

namespace penstock::decoders {

// Takes some characters off both ends of each token.
[[nodiscard]] std::unique_ptr<Decoder> make_strip(const JsonView& json);

}  // namespace penstock::decoders
