// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PostProcessor;
}  // namespace penstock

namespace penstock::post_processors {

// Post-processors one after the other.
[[nodiscard]] std::unique_ptr<PostProcessor> make_sequence(const JsonView& json);

}  // namespace penstock::post_processors
