// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PostProcessor;
}  // namespace penstock

namespace penstock::post_processors {

// cls A sep, then sep B sep, all of type 0. Trims offsets as ByteLevel does, on request.
[[nodiscard]] std::unique_ptr<PostProcessor> make_roberta_processing(const JsonView& json);

}  // namespace penstock::post_processors
