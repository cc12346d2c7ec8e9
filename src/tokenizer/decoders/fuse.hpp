// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class Decoder;
class JsonView;
}  // namespace penstock

namespace penstock::decoders {

// Joins all tokens into one.
[[nodiscard]] std::unique_ptr<Decoder> make_fuse(const JsonView& json);

}  // namespace penstock::decoders
