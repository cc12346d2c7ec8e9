// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PostProcessor;
}  // namespace penstock

namespace penstock::post_processors {

// Trims the offsets of byte-level tokens; adds no token.
[[nodiscard]] std::unique_ptr<PostProcessor> make_byte_level(const JsonView& json);

}  // namespace penstock::post_processors
